import {
  computeImpact,
  DOWN,
  seedsOf,
  type AssetGraph,
  type Outage,
  type PlacementIndex,
} from '../impact/index.js';
import { FailureGraph } from './failure-graph.rules.js';

/** Of whom a question is; what is null is not asked for. */
export interface ResilienceScope {
  customerId: string | null;
  productId: string | null;
  podId: string | null;
}

/** What can take some customers × products down. */
export interface FailureEstate {
  graph: FailureGraph;
  /** Customers × products of each target: numbers of the placements. */
  pairsOf: readonly (readonly number[])[];
}

/**
 * What can take the customers × products of a scope down at an instant, with what is down already taken down for good.
 * Customers × products placed on the same assets are one target. Those whom an outage without an asset has down are
 * left out: nothing takes them down any more.
 */
export function failureEstate(
  graph: AssetGraph,
  placements: PlacementIndex,
  scope: ResilienceScope,
  outages: readonly Outage[],
  at: number,
): FailureEstate {
  const asked = placements.pairsAt(at, scope);
  const direct = outages.flatMap((outage) => outage.direct);
  const hits = placements.hits(computeImpact(graph, new Map()), direct, at);
  for (const pair of hits.pairs) if (hits.stateOf(pair) === DOWN) asked.delete(pair);

  const selections = placements.selections(graph, at);
  const placedBy = new Map<number, number[]>();
  selections.forEach(({ pairs }, number) => {
    for (const pair of pairs) {
      if (!asked.has(pair)) continue;
      const own = placedBy.get(pair);
      if (own) own.push(number);
      else placedBy.set(pair, [number]);
    }
  });
  const alike = new Map<string, { numbers: number[]; pairs: number[] }>();
  for (const [pair, numbers] of placedBy) {
    const key = numbers.join();
    const target = alike.get(key);
    if (target) target.pairs.push(pair);
    else alike.set(key, { numbers, pairs: [pair] });
  }
  const targets = [...alike.values()];
  const failures = new FailureGraph(
    graph,
    targets.map(({ numbers }) => [...new Set(numbers.flatMap((number) => selections[number]!.assets))]),
  );
  const seeds = [...seedsOf(outages)].filter(([, state]) => state === DOWN);
  for (const node of failures.nodesOf(new Set(seeds.map(([asset]) => asset)))) failures.lose(node);
  return { graph: failures, pairsOf: targets.map(({ pairs }) => pairs) };
}
