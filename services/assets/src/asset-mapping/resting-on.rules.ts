import type { AssetGraph } from '../impact/index.js';

/** An asset and all that need it, directly or through others, `HARD` or `SOFT`: live ones. Numbers of the graph. */
export function restingOn(graph: AssetGraph, asset: number): number[] {
  const resting = new Set(graph.isLive(asset) ? [asset] : []);
  for (const provider of resting) {
    for (let place = graph.firstDependent(provider); place !== -1; place = graph.nextDependent(place)) {
      const consumer = graph.consumerAt(place);
      if (graph.isLive(consumer)) resting.add(consumer);
    }
  }
  return [...resting];
}
