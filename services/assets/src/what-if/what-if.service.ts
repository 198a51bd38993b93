import { authorize, DomainError, type RequestContext } from '@plimsoll/shared';
import { AffectedAssets } from '../asset-impact/index.js';
import { outageAnswer, type State } from '../impact/index.js';
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
export function simulate(
  asked: AskedOutage,
  { graph, placements, version, outages }: EstateOutages,
): OutageImpact {
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
  const { customerOutages, runs } = outageAnswer(graph, placements, question, seeds, context);
  return {
    id: outageImpactId(asked),
    asOf: asked.asOf,
    graphVersion: version,
    customerOutages,
    affected: AffectedAssets.of(
      runs.map(({ withOutage, contextAlone }) => ({ withOutage, without: contextAlone })),
    ),
  };
}

function refuseUnknown(ids: readonly string[]): void {
  if (ids.length === 0) return;
  const named = ids.slice(0, 10).map((id) => JSON.stringify(id.slice(0, 80)));
  const more = ids.length > named.length ? ` and ${ids.length - named.length} more` : '';
  throw new DomainError('NOT_FOUND', `There is no asset ${named.join(', ')}${more}.`, ['input', 'assetIds']);
}
