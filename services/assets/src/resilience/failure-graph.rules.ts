import type { AssetGraph } from '../impact/index.js';

/** Nodes that have come down since, newest last, and the groups that have lost a member, once for each. */
interface Trail {
  nodes: number;
  groups: number;
}

/**
 * The part of a graph that can take some targets `DOWN`, for trying failures one after another.
 *
 * `DOWN` comes from `DOWN` alone, and through what is needed `HARD`: a consumer comes down with anything it needs by
 * itself, or with a group that has lost more members than it can spare. So the part is what the targets need `HARD`,
 * directly or through others, as far as it is live. A target stands for itself: it is down when any of its assets is.
 *
 * It is a copy, which outlives changes of the graph. Nodes are the assets (0 up to `assets.length`) and behind them the
 * targets, in their order.
 */
export class FailureGraph {
  /** The assets, nearest to the targets first: indexes in the graph. */
  readonly assets: Int32Array;
  readonly targetCount: number;
  /** Entries of a node's list: a node, or the complement of a group. */
  private readonly heads: Int32Array;
  private readonly entries: Int32Array;
  private readonly groupConsumer: number[] = [];
  private readonly groupSpare: number[] = [];
  private readonly groupLost: Int32Array;
  private readonly isDown: Uint8Array;
  private readonly trailNodes: number[] = [];
  private readonly trailGroups: number[] = [];
  private looked = 0;

  /** @param targets the assets of each target, by index */
  constructor(graph: AssetGraph, targets: readonly (readonly number[])[]) {
    /** Asset → node + 1. */
    const numbers = new Int32Array(graph.size);
    const assets: number[] = [];
    const nodeFor = (asset: number): number => {
      if (numbers[asset] === 0) numbers[asset] = assets.push(asset);
      return numbers[asset]! - 1;
    };
    const targetNodes = targets.map((own) => own.filter((asset) => graph.isLive(asset)).map(nodeFor));
    /** Provider, then entry, dependency by dependency. */
    const needs: number[] = [];
    for (let consumer = 0; consumer < assets.length; consumer++) {
      const { providers, places } = graph.needsOf(assets[consumer]!);
      const groups = new Map<number, number>();
      for (let need = 0; need < providers.length; need++) {
        const place = places[need]!;
        if (graph.isSoftAt(place) || !graph.isLive(providers[need]!)) continue;
        const known = graph.groupAt(place);
        let entry = consumer;
        if (known !== -1) {
          let group = groups.get(known);
          if (group === undefined) {
            group = this.groupConsumer.push(consumer) - 1;
            this.groupSpare.push(graph.spareOf(known));
            groups.set(known, group);
          }
          entry = ~group;
        }
        needs.push(nodeFor(providers[need]!), entry);
      }
    }
    targetNodes.forEach((own, target) => {
      for (const node of own) needs.push(node, assets.length + target);
    });
    this.assets = Int32Array.from(assets);
    this.targetCount = targets.length;
    this.groupLost = new Int32Array(this.groupConsumer.length);
    this.isDown = new Uint8Array(assets.length + targets.length);
    this.heads = new Int32Array(assets.length + targets.length + 1);
    this.entries = new Int32Array(needs.length / 2);
    this.writeLists(needs);
  }

  /** How many groups of which members may be lost there are. */
  get groupCount(): number {
    return this.groupConsumer.length;
  }

  /** Dependencies looked at so far: what trying costs. */
  get work(): number {
    return this.looked;
  }

  /** The node of each asset of a list that is among the nodes. */
  nodesOf(assets: ReadonlySet<number>): number[] {
    return [...this.assets.keys()].filter((node) => assets.has(this.assets[node]!));
  }

  down(node: number): boolean {
    return this.isDown[node] === 1;
  }

  /** How many more members a group can lose; below 0 it is down. */
  spareOf(group: number): number {
    return this.groupSpare[group]! - this.groupLost[group]!;
  }

  /** Takes a node down with all that follows; what it changes can be undone by `undo` with what this returns. */
  lose(node: number): Trail {
    const { trailNodes, trailGroups, heads, entries, groupConsumer, groupSpare, groupLost, isDown } = this;
    const before = { nodes: trailNodes.length, groups: trailGroups.length };
    const fall = (one: number): void => {
      if (isDown[one] === 1) return;
      isDown[one] = 1;
      trailNodes.push(one);
    };
    fall(node);
    for (let next = before.nodes; next < trailNodes.length; next++) {
      const fallen = trailNodes[next]!;
      const end = heads[fallen + 1]!;
      this.looked += end - heads[fallen]!;
      for (let at = heads[fallen]!; at < end; at++) {
        const entry = entries[at]!;
        if (entry >= 0) fall(entry);
        else {
          trailGroups.push(~entry);
          if (++groupLost[~entry]! > groupSpare[~entry]!) fall(groupConsumer[~entry]!);
        }
      }
    }
    return before;
  }

  /** The targets that have come down since a point of the trail. */
  targetsSince({ nodes }: Trail): number[] {
    const first = this.assets.length;
    return this.trailNodes
      .slice(nodes)
      .filter((node) => node >= first)
      .map((node) => node - first);
  }

  /** The groups that have lost members since a point of the trail, each once, and are not down. */
  weakenedSince({ groups }: Trail): number[] {
    return [...new Set(this.trailGroups.slice(groups))].filter(
      (group) => !this.down(this.groupConsumer[group]!),
    );
  }

  /** Puts everything back to where it was before a `lose`. */
  undo({ nodes, groups }: Trail): void {
    const { trailNodes, trailGroups } = this;
    for (let at = nodes; at < trailNodes.length; at++) this.isDown[trailNodes[at]!] = 0;
    for (let at = groups; at < trailGroups.length; at++) this.groupLost[trailGroups[at]!]!--;
    trailNodes.length = nodes;
    trailGroups.length = groups;
  }

  /** Writes the lists: each node's entries one after the other. */
  private writeLists(needs: readonly number[]): void {
    const { heads, entries } = this;
    for (let at = 0; at < needs.length; at += 2) heads[needs[at]! + 1]!++;
    for (let node = 1; node < heads.length; node++) heads[node]! += heads[node - 1]!;
    const places = heads.slice();
    for (let at = 0; at < needs.length; at += 2) entries[places[needs[at]!]!++] = needs[at + 1]!;
  }
}
