import { readAllStatesAt, type RequestContext } from '@plimsoll/shared';
import { startOfDate } from '../graph/index.js';
import {
  AssetGraph,
  PlacementIndex,
  type AssetRow,
  type DependencyRow,
  type MinUp,
  type Outage,
  type PlacementRow,
  type State,
  type SubscriptionRow,
} from '../impact/index.js';
import { stateNumber } from '../outage/index.js';
import { readOutagesAt, readSubscriptions, type OutageAt, type SubscriptionDates } from './asset-at.store.js';

/** The estate of an instant of the past, with what held its assets then. */
export interface EstateAt {
  graph: AssetGraph;
  placements: PlacementIndex;
  outages: Outage[];
}

/**
 * The dependency graph and the placements as they were at an instant, out of the history of their records, with the
 * incidents and changes that held assets then and the subscriptions of then, both as they are known now. Reads the
 * whole history of assets, dependencies and placements: five statements, once a request and instant. Staff only.
 */
export async function estateAt(context: RequestContext, at: Date): Promise<EstateAt> {
  const estate = await context
    .loader<'all', EstateAt>(`estate-at:${at.toISOString()}`, async () => [await readEstateAt(context, at)])
    .load('all');
  if (!estate) throw new Error('there is an estate at every instant');
  return estate;
}

async function readEstateAt({ session }: RequestContext, at: Date): Promise<EstateAt> {
  const states = (recordType: string, fields: string[]) =>
    readAllStatesAt(session, { recordType, at, fields });
  const assets = (await states('asset', ['status'])).map(({ recordId, fields }): AssetRow => ({
    id: recordId,
    live: fields['status'] === 'LIVE' || fields['status'] === 'MAINTENANCE',
  }));
  const known = new Set(assets.map(({ id }) => id));
  const dependencies = (
    await states('dependency', ['consumerId', 'providerId', 'group', 'strength', 'minUp', 'removed'])
  )
    .filter(({ fields }) => fields['removed'] !== true)
    .map(({ fields }): DependencyRow => ({
      consumerId: String(fields['consumerId']),
      providerId: String(fields['providerId']),
      group: (fields['group'] as string | null | undefined) ?? null,
      strength: fields['strength'] === 'SOFT' ? 'SOFT' : 'HARD',
      minUp: toMinUp(fields['minUp']),
    }))
    // Of two transactions at the same time, the one that began first may need what the other one made.
    .filter(({ consumerId, providerId }) => known.has(consumerId) && known.has(providerId));
  const placements = (await states('placement', ['assetId', 'productId', 'podId', 'customerId', 'removed']))
    .filter(({ fields }) => fields['removed'] !== true)
    .map(({ fields }): PlacementRow => ({
      assetId: String(fields['assetId']),
      productId: (fields['productId'] as string | null | undefined) ?? null,
      podId: (fields['podId'] as string | null | undefined) ?? null,
      customerId: (fields['customerId'] as string | null | undefined) ?? null,
    }));
  const subscriptions = (await readSubscriptions(session)).map(toSubscription);
  const recorded = await readOutagesAt(session, at);
  const graph = AssetGraph.build(assets, dependencies);
  return {
    graph,
    placements: PlacementIndex.build(placements, subscriptions),
    outages: recorded.map((one) => toOutage(one, at, graph)),
  };
}

function toMinUp(text: unknown): MinUp | null {
  if (typeof text !== 'string') return null;
  return text.endsWith('%') ? { percent: Number(text.slice(0, -1)) } : { count: Number(text) };
}

function toSubscription(dates: SubscriptionDates): SubscriptionRow {
  const { customerId, productId, podId, startedOn, endedOn, timeZone } = dates;
  return {
    customerId,
    productId,
    podId,
    from: startOfDate(timeZone, startedOn),
    to: endedOn === null ? null : startOfDate(timeZone, endedOn),
  };
}

function toOutage(recorded: OutageAt, at: Date, graph: AssetGraph): Outage {
  const { id, kind, assetIds, productId, customerId } = recorded;
  const state = stateNumber(recorded.state);
  const assets = new Map<number, State>();
  for (const assetId of assetIds) {
    const index = graph.indexOf(assetId);
    if (index !== undefined) assets.set(index, state);
  }
  const direct = productId === null && customerId === null ? [] : [{ productId, customerId, state }];
  const from = at.getTime();
  return { id, kind, planned: false, announcedLeadMs: null, assets, direct, from, to: from + 1 };
}
