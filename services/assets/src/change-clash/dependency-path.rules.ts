import type { AssetGraph } from '../asset-graph/index.js';

const NONE = -1;

/** Which way a path goes: to those that depend on where it begins, or to those that it depends on. */
export type Direction = 'CONSUMERS' | 'PROVIDERS';

/**
 * For each set of assets a shortest path to it along dependencies, from one of `from` to one of its own, both
 * included; null where there is none. Whether a group has members to spare plays no part; assets that are not live
 * are not passed. Time is linear in the dependencies of what is reached.
 */
export function pathsTo(
  graph: AssetGraph,
  from: readonly number[],
  targets: readonly (readonly number[])[],
  direction: Direction,
): (number[] | null)[] {
  const wanted = new Map<number, number[]>();
  targets.forEach((assets, target) => {
    for (const asset of assets) wanted.set(asset, [...(wanted.get(asset) ?? []), target]);
  });
  const paths: (number[] | null)[] = targets.map(() => null);
  let missing = targets.filter((assets) => assets.length > 0).length;
  const cameFrom = new Map<number, number>();
  const queue: number[] = [];
  const reach = (asset: number, before: number): void => {
    if (cameFrom.has(asset) || !graph.isLive(asset)) return;
    cameFrom.set(asset, before);
    queue.push(asset);
  };
  for (const asset of [...from].sort((a, b) => graph.compareIds(a, b))) reach(asset, NONE);
  for (let next = 0; next < queue.length && missing > 0; next++) {
    const asset = queue[next]!;
    for (const target of wanted.get(asset) ?? []) {
      if (paths[target] !== null) continue;
      paths[target] = pathTo(asset, cameFrom);
      missing--;
    }
    for (const neighbour of neighboursOf(graph, asset, direction)) reach(neighbour, asset);
  }
  return paths;
}

function pathTo(asset: number, cameFrom: ReadonlyMap<number, number>): number[] {
  const path: number[] = [];
  for (let at = asset; at !== NONE; at = cameFrom.get(at)!) path.unshift(at);
  return path;
}

function neighboursOf(graph: AssetGraph, asset: number, direction: Direction): Iterable<number> {
  if (direction === 'PROVIDERS') return graph.needsOf(asset).providers;
  const consumers: number[] = [];
  for (let place = graph.firstDependent(asset); place !== NONE; place = graph.nextDependent(place)) {
    const consumer = graph.consumerAt(place);
    if (consumer !== NONE) consumers.push(consumer);
  }
  return consumers;
}
