import type { AssetGraph } from '../asset-graph/index.js';

/** The most sets kept of one asset or group; the smallest are. */
const MOST_SETS = 500;
/** The most unions looked at in one search. */
const MOST_STEPS = 20_000;

const NONE = -1;

/** Changes that together bring groups below what these need, and of which none can be left out for that. */
export interface FatalSet {
  /** Positions of the changes, ascending; two or more. */
  changes: number[];
  /** Numbers of the groups. */
  groups: number[];
}

export interface FatalSets {
  /** The smallest first. */
  sets: FatalSet[];
  /** False where a bound dropped something: then sets may be missing, the largest first and of these those without the first change. */
  isComplete: boolean;
}

/** Sets of changes as bits, the smallest first, none within another. Equal ones are one object. */
type Antichain = readonly bigint[];

/**
 * All minimal sets of two or more changes that together bring a group below its `minUp`, each change taking its
 * assets down: the minimal cut sets of a fault tree whose gates are groups. An asset is down by whichever changes take
 * it down or lose it a dependency it cannot be without; a group of n live members of which k are needed, by those
 * that take down n − k + 1 of them. These sets are handed on from provider to consumer until nothing changes, the
 * least fixpoint as in `computeImpact`, so that cycles do no harm.
 *
 * Nothing but what is down brings another asset down: changes that only degrade their assets are of no use here.
 *
 * @param downs for each change the indexes of the assets it takes down; those that are not live count for nothing
 */
export function fatalSets(graph: AssetGraph, downs: readonly (readonly number[])[]): FatalSets {
  return downs.length < 2 ? { sets: [], isComplete: true } : new Search(graph).run(downs);
}

class Search {
  private readonly known = new Map<string, Antichain>();
  private readonly ofAsset = new Map<number, Antichain>();
  private readonly ofGroup = new Map<number, Antichain>();
  private readonly changed = new Set<number>();
  private readonly touched = new Set<number>();
  private steps = 0;
  private isComplete = true;

  constructor(private readonly graph: AssetGraph) {}

  run(downs: readonly (readonly number[])[]): FatalSets {
    downs.forEach((assets, change) => {
      for (const asset of assets) this.add(asset, [1n << BigInt(change)]);
    });
    while (this.changed.size > 0) {
      this.handOn();
      const groups = [...this.touched];
      this.touched.clear();
      for (const group of groups) this.settle(group);
    }
    return { sets: this.found(), isComplete: this.isComplete };
  }

  /** Hands on what became of assets to those that cannot be without them, and notes the groups they are in. */
  private handOn(): void {
    const { graph } = this;
    for (const asset of this.changed) {
      this.changed.delete(asset);
      const own = this.ofAsset.get(asset)!;
      for (let place = graph.firstDependent(asset); place !== NONE; place = graph.nextDependent(place)) {
        const group = graph.groupAt(place);
        if (group === NONE) {
          if (!graph.isSoftAt(place)) this.add(graph.consumerAt(place), own);
        } else if (graph.consumerOf(group) !== NONE) this.touched.add(group);
      }
    }
  }

  private settle(group: number): void {
    const { graph } = this;
    const consumer = graph.consumerOf(group);
    const spare = graph.spareOf(group);
    if (spare < 0 || !graph.isLive(consumer)) return;
    const classes = new Map<Antichain, number>();
    for (const member of graph.membersOf(group)) {
      const own = graph.isLive(member) ? this.ofAsset.get(member) : undefined;
      if (own) classes.set(own, (classes.get(own) ?? 0) + 1);
    }
    const sets = this.intern(this.reaching(classes, spare + 1));
    this.ofGroup.set(group, sets);
    if (!graph.isSoft(group)) this.add(consumer, sets);
  }

  /** The minimal sets by which at least `least` members go down; `classes` counts members by the sets of each. */
  private reaching(classes: ReadonlyMap<Antichain, number>, least: number): bigint[] {
    if (least === 1) return this.minimal([...classes.keys()].flat());
    const parts = [...new Set([...classes.keys()].flat())].sort(bySize);
    const found: bigint[] = [];
    const seen = new Set<bigint>([0n]);
    let sets = [0n];
    // Unions of ever more parts: what is found by fewer parts need not be looked for again in what holds it.
    while (sets.length > 0) {
      const longer: bigint[] = [];
      for (const set of sets) {
        for (const part of parts) {
          const union = set | part;
          if (seen.has(union) || found.some((one) => (one & union) === one)) continue;
          if (++this.steps > MOST_STEPS || found.length === 2 * MOST_SETS) {
            this.isComplete = false;
            return this.minimal(found);
          }
          seen.add(union);
          if (countOf(classes, union) >= least) found.push(union);
          else longer.push(union);
        }
      }
      sets = longer;
    }
    return this.minimal(found);
  }

  private add(asset: number, sets: Antichain): void {
    if (!this.graph.isLive(asset) || sets.length === 0) return;
    const before = this.ofAsset.get(asset);
    if (before === sets) return;
    const after = this.intern(before ? this.minimal([...before, ...sets]) : sets);
    if (after === before) return;
    this.ofAsset.set(asset, after);
    this.changed.add(asset);
  }

  private minimal(sets: readonly bigint[]): bigint[] {
    const kept: bigint[] = [];
    for (const set of [...new Set(sets)].sort(bySize)) {
      if (kept.some((one) => (one & set) === one)) continue;
      if (kept.length === MOST_SETS) {
        this.isComplete = false;
        break;
      }
      kept.push(set);
    }
    return kept;
  }

  private intern(sets: Antichain): Antichain {
    const key = sets.join();
    const known = this.known.get(key);
    if (known) return known;
    this.known.set(key, sets);
    return sets;
  }

  private found(): FatalSet[] {
    const groupsOf = new Map<bigint, number[]>();
    for (const [group, sets] of this.ofGroup) {
      for (const set of sets) {
        if (sizeOf(set) < 2) continue;
        const groups = groupsOf.get(set);
        if (groups) groups.push(group);
        else groupsOf.set(set, [group]);
      }
    }
    return [...groupsOf]
      .sort(([a], [b]) => bySize(a, b))
      .map(([set, groups]) => ({ changes: positionsOf(set), groups: groups.sort((a, b) => a - b) }));
  }
}

function countOf(classes: ReadonlyMap<Antichain, number>, set: bigint): number {
  let count = 0;
  for (const [sets, members] of classes) {
    if (sets.some((one) => (one & set) === one)) count += members;
  }
  return count;
}

/** The smallest first, of these those with the first change, since a search is about that one. */
function bySize(a: bigint, b: bigint): number {
  return sizeOf(a) - sizeOf(b) || Number((b & 1n) - (a & 1n)) || (a < b ? -1 : Number(a > b));
}

function sizeOf(set: bigint): number {
  let size = 0;
  for (let rest = set; rest > 0n; rest &= rest - 1n) size++;
  return size;
}

function positionsOf(set: bigint): number[] {
  const positions: number[] = [];
  for (let rest = set, position = 0; rest > 0n; rest >>= 1n, position++) {
    if ((rest & 1n) === 1n) positions.push(position);
  }
  return positions;
}
