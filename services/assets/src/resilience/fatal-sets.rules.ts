import type { FailureGraph } from './failure-graph.rules.js';

/** Assets whose loss takes targets down that none of them takes down without the others. */
export interface FatalSet {
  /** Nodes, one or two. */
  nodes: readonly number[];
  /** Targets, ascending. */
  targets: readonly number[];
}

/** All fatal sets of the assets that were examined, and how many were not, since it would have cost too much. */
export interface FatalSets {
  sets: FatalSet[];
  examinedCount: number;
  /** What these take down, alone or with others, is unknown. */
  unexaminedCount: number;
}

/** Steps of a search that takes its time: it may be left alone between any two of them. */
export type Search<Found> = Generator<undefined, Found>;

/**
 * The assets whose loss alone takes a target down, amid what is down already. All assets that can are tried, nearest
 * to the targets first, until `mostWork` dependencies have been looked at.
 */
export function* singlePoints(graph: FailureGraph, mostWork: number): Search<FatalSets> {
  const sets: FatalSet[] = [];
  const candidates = upOf(graph);
  const limit = graph.work + mostWork;
  let examined = 0;
  for (const node of candidates) {
    if (graph.work >= limit) break;
    examined++;
    const before = graph.lose(node);
    const targets = graph.targetsSince(before);
    graph.undo(before);
    if (targets.length > 0) sets.push({ nodes: [node], targets: ascending(targets) });
    yield;
  }
  return { sets, examinedCount: examined, unexaminedCount: candidates.length - examined };
}

/** What an asset does when it is lost alone. */
interface Loss {
  node: number;
  targets: ReadonlySet<number>;
  /** Group that it weakens, of a consumer that it does not take down → how many members it takes. */
  weakened: ReadonlyMap<number, number>;
}

/**
 * The pairs of assets whose loss together takes a target down that neither takes down alone, amid what is down
 * already. Two failures do more together than apart only through a group that both of them weaken, and that cannot
 * spare what they take from it: just those pairs are tried. First every asset is tried alone, nearest to the targets
 * first, until half of `mostWork` dependencies have been looked at; then pairs, until all of it has.
 */
export function* minimalPairs(graph: FailureGraph, mostWork: number): Search<FatalSets> {
  const candidates = upOf(graph);
  const start = graph.work;
  let looked = 0;
  const cost = (): number => graph.work - start + looked;
  const losses: Loss[] = [];
  const weakening: number[][] = Array.from({ length: graph.groupCount }, () => []);
  for (const node of candidates) {
    if (cost() >= mostWork / 2) break;
    const loss = lossOf(graph, node);
    for (const group of loss.weakened.keys()) weakening[group]!.push(losses.length);
    looked += loss.weakened.size;
    losses.push(loss);
    yield;
  }

  const sets: FatalSet[] = [];
  /** Loss → the last loss it was paired with. */
  const pairedWith = new Int32Array(losses.length).fill(-1);
  let examined = 0;
  for (let isOver = false; examined < losses.length; examined++) {
    const loss = losses[examined]!;
    const before = graph.lose(loss.node);
    for (const group of loss.weakened.keys()) {
      const spare = graph.spareOf(group);
      for (const second of weakening[group]!) {
        isOver = cost() >= mostWork;
        if (isOver) break;
        looked++;
        const other = losses[second]!;
        if (second <= examined || pairedWith[second] === examined || other.weakened.get(group)! <= spare)
          continue;
        pairedWith[second] = examined;
        const between = graph.lose(other.node);
        const targets = graph.targetsSince(between).filter((target) => !other.targets.has(target));
        graph.undo(between);
        if (targets.length > 0) sets.push({ nodes: [loss.node, other.node], targets: ascending(targets) });
        yield;
      }
      if (isOver) break;
    }
    graph.undo(before);
    if (isOver) break;
  }
  return { sets, examinedCount: examined, unexaminedCount: candidates.length - examined };
}

function lossOf(graph: FailureGraph, node: number): Loss {
  const before = graph.lose(node);
  const targets = new Set(graph.targetsSince(before));
  const left = graph.weakenedSince(before).map((group) => [group, graph.spareOf(group)] as const);
  graph.undo(before);
  return {
    node,
    targets,
    weakened: new Map(left.map(([group, spare]) => [group, graph.spareOf(group) - spare])),
  };
}

/** The assets that are not down, nearest to the targets first. */
function upOf(graph: FailureGraph): number[] {
  return [...graph.assets.keys()].filter((node) => !graph.down(node));
}

function ascending(targets: readonly number[]): number[] {
  return targets.toSorted((a, b) => a - b);
}
