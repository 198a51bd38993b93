import type { AssetGraph } from '../asset-graph/index.js';
import { OutageRuns } from './outage-runs.rules.js';
import type { PlacementIndex } from './placement.rules.js';
import type { Outage } from './slices.rules.js';
import type { State } from './state.rules.js';
import { DOWN } from './state.rules.js';

/** Customers of a product hit alike by one incident over a half-open interval of epoch milliseconds. */
export interface CustomerImpact {
  productId: string;
  state: 'DEGRADED' | 'DOWN';
  from: number;
  /** Null while it lasts. */
  to: number | null;
  /** Sorted. */
  customerIds: string[];
}

/** A stretch of one state of a pair. `to` is `Infinity` while it lasts. */
interface Stretch {
  pair: number;
  state: State;
  from: number;
  to: number;
}

/**
 * The complete customer impact of incidents that may overlap, per incident id (each has an entry, an empty list
 * where it hits nobody). Give all incidents that overlap one another, each as its parts. At every instant an
 * incident answers for its share as `OutageRuns.sharedHits` says; equal neighbouring slices are one interval; a
 * subscription counts from its start to its end. Sorted by start, product, state, end.
 */
export function incidentImpacts(
  graph: AssetGraph,
  placements: PlacementIndex,
  incidents: readonly Outage[],
): Map<string, CustomerImpact[]> {
  const runs = new OutageRuns(graph, placements);
  const from = incidents.reduce((least, incident) => Math.min(least, incident.from), Infinity);
  const to = incidents.reduce((most, incident) => Math.max(most, incident.to ?? Infinity), -Infinity);
  const stretches = new Map<string, Stretch[]>();
  const latest = new Map<string, Map<number, Stretch>>();
  for (const { id } of incidents) {
    stretches.set(id, []);
    latest.set(id, new Map());
  }
  for (const slice of from < to ? runs.slices(incidents, from, to) : []) {
    if (slice.active.length === 0) continue;
    for (const [id, share] of runs.sharedHits(slice.active, slice.from).shares) {
      for (const pair of share.pairs) {
        const state = share.stateOf(pair);
        const last = latest.get(id)!.get(pair);
        if (last && last.to === slice.from && last.state === state) {
          last.to = slice.to;
          continue;
        }
        const stretch = { pair, state, from: slice.from, to: slice.to };
        latest.get(id)!.set(pair, stretch);
        stretches.get(id)!.push(stretch);
      }
    }
  }
  return new Map([...stretches].map(([id, own]) => [id, gathered(placements, own)]));
}

function gathered(placements: PlacementIndex, stretches: readonly Stretch[]): CustomerImpact[] {
  const impacts = new Map<string, CustomerImpact>();
  for (const { pair, state, from, to } of stretches) {
    const productId = placements.productOf(pair);
    const key = `${state} ${from} ${to} ${productId}`;
    const customerId = placements.customerOf(pair);
    const impact = impacts.get(key);
    if (impact) impact.customerIds.push(customerId);
    else {
      impacts.set(key, {
        productId,
        state: state === DOWN ? 'DOWN' : 'DEGRADED',
        from,
        to: to === Infinity ? null : to,
        customerIds: [customerId],
      });
    }
  }
  for (const impact of impacts.values()) impact.customerIds.sort();
  return [...impacts.values()].sort(
    (a, b) =>
      a.from - b.from ||
      compare(a.productId, b.productId) ||
      compare(a.state, b.state) ||
      (a.to ?? Number.MAX_VALUE) - (b.to ?? Number.MAX_VALUE),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
