import {
  DEGRADED,
  handedOn,
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

/**
 * Whether an asset stays as bad as it is when a candidate is made redundant, so that nothing changes at all. Seen from
 * what was settled before it: that came about without it, and so without the candidate, and bears it where cycles would
 * only bear themselves. The answer false leaves it open.
 *
 * @param orderOf when each asset was settled in the joint impact, from 1; 0 for those that are up
 */
export function staysDown(
  graph: AssetGraph,
  { active }: Slice,
  joint: Impact,
  orderOf: (asset: number) => number,
  { asset, group }: Candidate,
): boolean {
  const state = joint.stateOf(asset);
  const left = group === null ? withTwin(active, asset) : active;
  if (left.some((outage) => (outage.assets.get(asset) ?? UP) >= state)) return true;
  const before = orderOf(asset);
  const isBefore = (provider: number) => orderOf(provider) > 0 && orderOf(provider) < before;
  const { providers, places } = graph.needsOf(asset);
  for (let need = 0; need < providers.length; need++) {
    const provider = providers[need]!;
    if (graph.groupAt(places[need]!) !== -1 || !isBefore(provider)) continue;
    if (handedOn(joint.stateOf(provider), graph.isSoftAt(places[need]!)) >= state) return true;
  }
  return graph.groupsOf(asset).some((one) => {
    const lost = [...graph.membersOf(one)].filter(isBefore).map((member) => joint.stateOf(member));
    const spare = one === group ? graph.withOneMore(one, () => graph.spareOf(one)) : graph.spareOf(one);
    const level = spare < 0 ? UP : (lost.sort((a, b) => b - a)[spare] ?? UP);
    return level >= DEGRADED && handedOn(level, graph.isSoft(one)) >= state;
  });
}
