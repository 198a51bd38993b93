import { authorize, DomainError, type RequestContext } from '@plimsoll/shared';
import { AffectedAssets } from '../asset-impact/index.js';
import { outageAnswer, type CustomerOutages, type OutageAnswer, type State } from '../impact/index.js';
import { outagesIn, stateNumber, type EstateOutages } from '../outage/index.js';
import { checkOutage, outageImpactId, type AskedOutage } from './what-if.rules.js';
import type { OutageImpact, OutageInput } from './what-if.types.js';

/**
 * What an outage would do, amid open incidents and approved changes; writes nothing. Two statements. Roles: staff,
 * partner, contact.
 *
 * @param unseen those of the assets that the caller may not see: refused as if they were not there
 * @throws DomainError `NOT_FOUND` naming unknown assets, `INVALID` for what `checkOutage` refuses
 */
export async function askWhatIf(
  context: RequestContext,
  input: OutageInput,
  unseen: readonly string[],
): Promise<OutageImpact> {
  authorize(context, 'admin', 'agent', 'operator', 'manager', 'executive', 'partner', 'contact');
  const asked = checkOutage({
    assetIds: input.assetIds,
    from: input.from,
    to: input.to,
    state: input.state,
    planned: input.planned,
    noticeGivenAt: input.noticeGivenAt ?? null,
    asOf: input.asOf ?? context.now,
    changeId: null,
  });
  refuseUnknown(unseen);
  return simulate(asked, await outagesIn(context.session, asked.from, asked.to, context.now));
}

/**
 * The answer to a checked question; `estate` holds at least the outages of its interval.
 *
 * @throws DomainError `NOT_FOUND` naming unknown assets
 */
export function simulate(asked: AskedOutage, estate: EstateOutages): OutageImpact {
  const { customerOutages, runs } = answerTo(asked, estate);
  return {
    id: outageImpactId(asked),
    asOf: asked.asOf,
    graphVersion: estate.version,
    customerOutages,
    affected: AffectedAssets.of(
      runs.map(({ withOutage, contextAlone }) => ({ withOutage, without: contextAlone })),
    ),
  };
}

/**
 * Only the customers of {@link simulate}, without the chains of causes: for who weighs them and explains nothing. Assets
 * that are unknown are left out.
 */
export function simulateCustomers(asked: AskedOutage, estate: EstateOutages): CustomerOutages {
  const assetIds = asked.assetIds.filter((id) => estate.graph.indexOf(id) !== undefined);
  const { customerOutages } = answerTo({ ...asked, assetIds }, estate);
  const patterns = customerOutages.patterns.map((pattern) => ({ ...pattern, causes: 0 }));
  return { ...customerOutages, causes: [], patterns };
}

function answerTo(asked: AskedOutage, { graph, placements, outages }: EstateOutages): OutageAnswer {
  const seeds = new Map<number, State>();
  const unknown: string[] = [];
  for (const id of asked.assetIds) {
    const index = graph.indexOf(id);
    if (index === undefined) unknown.push(id);
    else seeds.set(index, stateNumber(asked.state));
  }
  refuseUnknown(unknown);
  const from = asked.from.getTime();
  const to = asked.to.getTime();
  const question = {
    from,
    to,
    planned: asked.planned,
    noticeGivenAt: asked.noticeGivenAt?.getTime() ?? null,
    asOf: asked.asOf.getTime(),
  };
  const context = outages.filter(
    (outage) => outage.id !== asked.changeId && outage.from < to && (outage.to === null || outage.to > from),
  );
  return outageAnswer(graph, placements, question, seeds, context);
}

function refuseUnknown(ids: readonly string[]): void {
  if (ids.length === 0) return;
  const named = ids.slice(0, 10).map((id) => JSON.stringify(id.slice(0, 80)));
  const more = ids.length > named.length ? ` and ${ids.length - named.length} more` : '';
  throw new DomainError('NOT_FOUND', `There is no asset ${named.join(', ')}${more}.`, ['input', 'assetIds']);
}
