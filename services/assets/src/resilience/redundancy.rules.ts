import { DOWN, type AssetGraph, type Impact } from '../impact/index.js';

/** A group of live members as it is now. */
export interface Redundancy {
  group: number;
  /** Index in the graph. */
  consumer: number;
  /** Live members: n. */
  liveCount: number;
  /** How many of them must be up: k. */
  neededCount: number;
  /** Live members that are `DOWN`. */
  downCount: number;
  /** How many more may go down before the group does; below 0 it is down. */
  spareCount: number;
}

/**
 * The groups that can spare no more than `mostSpare` further members, amid what is down already; the one that can spare
 * least first, then by the consumer's id. A group is two or more members of which a stated number must be up; it counts
 * while its consumer and at least one member are live. `counts` leaves consumers out.
 */
export function redundancies(
  graph: AssetGraph,
  impact: Impact,
  mostSpare: number,
  counts: (consumer: number) => boolean,
): Redundancy[] {
  const downOf = new Map<number, number>();
  for (let at = 0; at < impact.assets.length && impact.states[at] === DOWN; at++) {
    const member = impact.assets[at]!;
    for (let place = graph.firstDependent(member); place !== -1; place = graph.nextDependent(place)) {
      const group = graph.groupAt(place);
      if (group !== -1) downOf.set(group, (downOf.get(group) ?? 0) + 1);
    }
  }
  const found: Redundancy[] = [];
  for (let group = 0; group < graph.groupCount; group++) {
    const spare = graph.spareOf(group);
    const downCount = downOf.get(group) ?? 0;
    if (spare < 0 || spare - downCount > mostSpare) continue;
    const consumer = graph.consumerOf(group);
    if (consumer === -1 || !graph.isLive(consumer) || !counts(consumer)) continue;
    const liveCount = graph.liveCountOf(group);
    found.push({
      group,
      consumer,
      liveCount,
      neededCount: liveCount - spare,
      downCount,
      spareCount: spare - downCount,
    });
  }
  return found.sort(
    (a, b) => a.spareCount - b.spareCount || graph.compareIds(a.consumer, b.consumer) || a.group - b.group,
  );
}

/** All assets that some assets need, directly or through others, `HARD` or `SOFT`, and these themselves. */
export function neededBy(graph: AssetGraph, assets: Iterable<number>): Set<number> {
  const needed = new Set(assets);
  for (const asset of needed) {
    for (const provider of graph.needsOf(asset).providers) if (graph.isLive(provider)) needed.add(provider);
  }
  return needed;
}
