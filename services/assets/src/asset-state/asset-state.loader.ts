import { DomainError, type ImpactState, type RequestContext } from '@plimsoll/shared';
import { findVisibleCustomers } from '../account/index.js';
import { AffectedAssets, stateOf } from '../asset-impact/index.js';
import { computeImpact, OutageRuns, UP, type Impact, type State } from '../impact/index.js';
import { estateAt, type EstateAt } from '../asset-at/index.js';
import { outagesAt, stateNumber } from '../outage/index.js';
import type { AssetOutage } from './asset-state.types.js';

/** What an asset in some state hits now: assets, and customers with the worst state of their products. */
export interface Reach {
  /** The version of the graph it was computed on; null for a graph of the past. */
  graphVersion: string | null;
  affected: AffectedAssets;
  /** From `DOWN` to `DEGRADED`, within a state by id. */
  customers: { id: string; state: State }[];
}

/**
 * The state of an asset now, or at an instant of the past, under all incidents and changes open then; what is not in
 * the graph is null. Two statements however many assets of now.
 */
export function loadState(context: RequestContext, id: string, at: Date | null): Promise<ImpactState | null> {
  return context
    .loader<string, ImpactState>(`asset-state:${at?.toISOString() ?? ''}`, async (ids) => {
      const estate = await estateOf(context, at);
      const impact = impactNow(estate, at ?? context.now);
      return ids.map((one) => {
        const index = estate.graph.indexOf(one);
        return index === undefined ? null : stateOf(impact.stateOf(index));
      });
    })
    .load(id);
}

/** The ids of all assets that are not `UP` now, with their states; two statements. */
export async function findNotUp(context: RequestContext): Promise<Map<string, ImpactState>> {
  const estate = await estateOf(context, null);
  const { assets, states } = impactNow(estate, context.now);
  return new Map(Array.from(assets, (asset, at) => [estate.graph.idOf(asset), stateOf(states[at] as State)]));
}

/** What an asset in a state hits; two statements for all assets and states of a request that are of now. */
export async function loadReach(context: RequestContext, outage: AssetOutage): Promise<Reach> {
  const { assetId, state, asOf } = outage;
  const reach = await context
    .loader<[string, ImpactState], Reach>(
      `asset-reach:${asOf?.toISOString() ?? ''}`,
      async (asked) => {
        const estate = await estateOf(context, asOf);
        return asked.map(([id, worst]) => reachOf(estate, asOf ?? context.now, id, stateNumber(worst)));
      },
      (key) => key.join(' '),
    )
    .load([assetId, state]);
  if (!reach) throw new DomainError('NOT_FOUND', 'The asset is not in the graph.', []);
  return reach;
}

/** Whether the caller sees a customer; staff see all, which costs no statement, for others one finds theirs. */
export async function customerVisibility(context: RequestContext): Promise<(customerId: string) => boolean> {
  if (context.scope.kind === 'STAFF' || context.scope.kind === 'SYSTEM') return () => true;
  const visible = await context
    .loader<'all', Set<string>>('visible-customers', async () => [
      await findVisibleCustomers(context.session),
    ])
    .load('all');
  return (customerId) => visible?.has(customerId) ?? false;
}

/** An estate, of now with the version of its graph. */
interface Estate extends EstateAt {
  version?: string;
}

function estateOf(context: RequestContext, at: Date | null): Promise<Estate> {
  return at ? estateAt(context, at) : outagesAt(context.session, context.now);
}

function activeAt({ outages }: Estate, now: Date) {
  const at = now.getTime();
  return outages.filter(({ from, to }) => from <= at && (to === null || at < to));
}

function impactNow(estate: Estate, now: Date): Impact {
  return new OutageRuns(estate.graph, estate.placements).run(activeAt(estate, now)).impact;
}

/** What the asset answers for is the difference to a world in which nothing befell the asset itself. */
function reachOf(estate: Estate, now: Date, id: string, state: State): Reach | null {
  const { graph, placements, version } = estate;
  const index = graph.indexOf(id);
  if (index === undefined) return null;
  const { impact, direct } = new OutageRuns(graph, placements).run(activeAt(estate, now));
  const others = new Map(impact.seeds);
  others.delete(index);
  const without = computeImpact(graph, others);
  const withIt = computeImpact(graph, new Map(others).set(index, state));
  const at = now.getTime();
  const before = placements.hits(without, direct, at);
  const after = placements.hits(withIt, direct, at);
  const worst = new Map<string, State>();
  for (const pair of after.pairs) {
    const reached = after.stateOf(pair);
    if (reached <= before.stateOf(pair)) continue;
    const customer = placements.customerOf(pair);
    if (reached > (worst.get(customer) ?? UP)) worst.set(customer, reached);
  }
  const customers = [...worst].map(([customer, reached]) => ({ id: customer, state: reached }));
  customers.sort((a, b) => b.state - a.state || (a.id < b.id ? -1 : 1));
  return {
    graphVersion: version ?? null,
    affected: AffectedAssets.of([{ withOutage: withIt, without }]),
    customers,
  };
}
