import { NONE } from '../asset-graph/index.js';
import { IndexTable } from './index-table.rules.js';
import type { Impact } from './impact.rules.js';
import { AT_RISK, DEGRADED, handedOn, UP } from './state.rules.js';
import type { State } from './state.rules.js';

/** In the table of what explains an asset: 0 nothing, 1 its own seed, else the index of a provider plus 2. */
const OWN_SEED = 1;
const PROVIDER = 2;

const chains = new WeakMap<Impact, IndexTable>();

/**
 * Why an asset is in its state: asset indexes from an origin to a direct provider of the asset, fewest first.
 *
 * An origin is an asset whose own seed is its state; its chain is empty (as is that of an asset that is `UP`). A
 * provider p explains its consumer c when both belong to a group whose state, as handed on, is the state of c, and
 * p is one of the members that put the group there: with the k-th best member in state s > `UP`, each member in s
 * or worse; where the k-th best is `UP` and the group therefore `AT_RISK`, each member `DEGRADED` or `DOWN`. Every
 * asset on a chain explains the one after it, and the last explains `asset`. Every asset that is not `UP` has such
 * a chain: nothing explains more than its own state, and the assets of one state were settled one after the other.
 *
 * Of all such chains this is one with the fewest assets, and of these the one whose ids, read from the origin,
 * come first (by code units). All chains of an impact are found by one breadth-first search at the first call, in
 * time linear in the dependencies reached (and the sorting of siblings). Throws an Error if the graph has changed
 * since the run.
 */
export function causeChain(impact: Impact, asset: number): number[] {
  let explainedBy = chains.get(impact);
  if (!explainedBy) {
    explainedBy = explain(impact);
    chains.set(impact, explainedBy);
  }
  const chain: number[] = [];
  for (let by = explainedBy.get(asset); by >= PROVIDER; by = explainedBy.get(chain.at(-1)!)) {
    chain.push(by - PROVIDER);
  }
  return chain.reverse();
}

/** Asset → what explains it. */
function explain(impact: Impact): IndexTable {
  const { graph } = impact;
  if (graph.changeCount !== impact.changeCount) {
    throw new Error('The graph has changed since the impact was computed; compute it again.');
  }
  const levels = groupLevels(impact);
  const byId = (a: number, b: number): number => graph.compareIds(a, b);
  const explainedBy = new IndexTable(graph.size, impact.assets.length);
  const origins = [...impact.seeds].filter(([asset, seeded]) => seeded === impact.stateOf(asset));
  // Parents in the order of their chains, children of one parent by id: the first to reach an asset has its chain.
  const queue = origins.map(([asset]) => asset).sort(byId);
  for (const origin of queue) explainedBy.set(origin, OWN_SEED);
  for (let next = 0; next < queue.length; next++) {
    const provider = queue[next]!;
    const state = impact.stateOf(provider);
    const found: number[] = [];
    for (let place = graph.firstDependent(provider); place !== NONE; place = graph.nextDependent(place)) {
      const consumer = graph.consumerAt(place);
      if (explainedBy.get(consumer) > 0) continue;
      const target = impact.stateOf(consumer);
      if (target === UP) continue;
      const group = graph.groupAt(place);
      // What is needed by itself is a group of one, whose state is that of its member.
      const level = group === NONE ? state : (levels.get(group) as State);
      const soft = graph.isSoftAt(place);
      const explains =
        level > UP
          ? state >= level && handedOn(level, soft) === target
          : state >= DEGRADED && handedOn(AT_RISK, soft) === target;
      if (!explains) continue;
      explainedBy.set(consumer, provider + PROVIDER);
      found.push(consumer);
    }
    if (found.length > 1) found.sort(byId);
    for (const consumer of found) queue.push(consumer);
  }
  return explainedBy;
}

/** Group → the state of its k-th best member, 0 (`UP`) for the others. */
function groupLevels(impact: Impact): IndexTable {
  const { graph, assets, states } = impact;
  const lost = new IndexTable(graph.groupCount, assets.length);
  const levels = new IndexTable(graph.groupCount, assets.length);
  assets.forEach((asset, at) => {
    for (let place = graph.firstDependent(asset); place !== NONE; place = graph.nextDependent(place)) {
      const group = graph.groupAt(place);
      if (group === NONE) continue;
      const count = lost.get(group) + 1;
      lost.set(group, count);
      if (count === graph.spareOf(group) + 1) levels.set(group, states[at]!);
    }
  });
  return levels;
}
