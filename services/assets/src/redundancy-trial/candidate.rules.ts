import {
  DEGRADED,
  type AssetGraph,
  type Impact,
  type Outage,
  type PlacementIndex,
  type Slice,
  type State,
  UP,
} from '../impact/index.js';

/** What could be made redundant: an asset by a twin, or a group by one more member. Numbers of the graph. */
export interface Candidate {
  /** The asset; of a group its consumer. */
  asset: number;
  /** Null for an asset. */
  group: number | null;
}

/** Tells candidates apart. */
export function candidateKey({ asset, group }: Candidate): string {
  return group === null ? `a${asset}` : `g${group}`;
}

/** The assets that unplanned incidents of a slice themselves hit, with the worst state each was put in. */
export function failedAssets(graph: AssetGraph, { active }: Slice): Map<number, State> {
  const failed = new Map<number, State>();
  for (const { planned, assets } of active) {
    if (planned) continue;
    for (const [asset, state] of assets) {
      if (state >= DEGRADED && graph.isLive(asset) && state > (failed.get(asset) ?? UP)) {
        failed.set(asset, state);
      }
    }
  }
  return failed;
}

/** The groups of live consumers with fewer members up than they need. */
export function failedGroups(graph: AssetGraph, { assets, states }: Impact): Candidate[] {
  const lost = new Map<number, number>();
  const failed: Candidate[] = [];
  for (let at = 0; at < assets.length && states[at]! >= DEGRADED; at++) {
    const member = assets[at]!;
    for (let place = graph.firstDependent(member); place !== -1; place = graph.nextDependent(place)) {
      const group = graph.groupAt(place);
      if (group === -1 || !graph.isLive(graph.consumerOf(group))) continue;
      const count = (lost.get(group) ?? 0) + 1;
      lost.set(group, count);
      if (count === graph.spareOf(group) + 1) failed.push({ asset: graph.consumerOf(group), group });
    }
  }
  return failed;
}

/**
 * The incidents of a slice without what the unplanned ones did to an asset; those that did nothing else are left out.
 * What is planned stays: a trial asks what failures would have done.
 */
export function withTwin(active: readonly Outage[], asset: number): Outage[] {
  return active.flatMap((outage) => {
    if (outage.planned || !outage.assets.has(asset)) return [outage];
    const assets = new Map(outage.assets);
    assets.delete(asset);
    return assets.size === 0 && outage.direct.length === 0 ? [] : [{ ...outage, assets }];
  });
}

/** The instants at which the slices of subscriptions begin that incidents of a slice may reach, its start first. */
export function instantsOf(placements: PlacementIndex, { from, to, active }: Slice, joint: Impact): number[] {
  const direct = active.flatMap((outage) => outage.direct);
  return [from, ...[...placements.changesWithin(joint, direct, from, to)].sort((a, b) => a - b)];
}
