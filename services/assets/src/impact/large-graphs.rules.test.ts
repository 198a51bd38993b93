import fc from 'fast-check';
import { AssetGraph } from '../asset-graph/index.js';
import type { DependencyRow, MinUp } from '../asset-graph/index.js';
import type { Network } from '../asset-graph/networks.fixture.js';
import { causeChain } from './causes.rules.js';
import { computeImpact } from './impact.rules.js';
import { AT_RISK, DEGRADED, DOWN, UP } from './state.rules.js';
import type { State } from './state.rules.js';

const LARGEST = 2000;

/** Whole numbers below a bound, the same for one seed (mulberry32). */
function numbers(seed: number): (bound: number) => number {
  let state = seed;
  return (bound) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % bound;
  };
}

const idOf = (n: number): string => `ast_${String(n).padStart(26, '0')}`;

/**
 * A random estate: assets mostly need others within a neighbourhood, in both directions, so that neighbourhoods are
 * strongly connected; some need far ones. Groups have up to as many members as there are assets.
 */
function randomNetwork(seed: number, size: number): Network {
  const below = numbers(seed);
  const assets = Array.from({ length: size }, (_, n) => ({ id: idOf(n), live: below(15) > 0 }));
  const rows: DependencyRow[] = [];
  const near = (n: number): number => (n + 1 + below(Math.min(size - 1, 20))) % size;
  const groupTerms = (members: number): MinUp | null =>
    [null, { count: 1 + below(members) }, { count: 1 }, { percent: 1 + below(100) }][below(4)]!;
  for (let n = 0; n < size; n++) {
    for (let count = below(4); count > 0; count--) {
      const strength = below(5) === 0 ? 'SOFT' : 'HARD';
      const size2 = below(3) === 0 ? 1 : below(200) === 0 ? 1 + below(size) : 1 + below(6);
      const isFar = below(8) === 0 || size2 > 20;
      const members = new Set<number>();
      for (let member = 0; member < size2; member++) members.add(isFar ? below(size) : near(n));
      members.delete(n);
      const minUp = groupTerms(Math.max(1, members.size));
      for (const member of members) {
        const group = size2 === 1 ? null : `g${count}`;
        rows.push({ consumerId: idOf(n), providerId: idOf(member), group, strength, minUp });
      }
    }
  }
  return { assets, rows };
}

/** The definition, applied to all assets again and again until nothing changes. */
function naiveFixpoint({ assets, rows }: Network, seeds: ReadonlyMap<string, State>): Map<string, State> {
  const groups = new Map<string, DependencyRow[]>();
  rows.forEach((row, at) => {
    const key = `${row.consumerId} ${row.group ?? `alone ${at}`}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  });
  const groupsOf = new Map<string, DependencyRow[][]>();
  for (const group of groups.values()) {
    const { consumerId } = group[0]!;
    groupsOf.set(consumerId, [...(groupsOf.get(consumerId) ?? []), group]);
  }
  const live = new Set(assets.filter((asset) => asset.live).map(({ id }) => id));
  const states = new Map<string, State>();
  const stateOfGroup = (group: readonly DependencyRow[]): State => {
    const members = group.filter(({ providerId }) => live.has(providerId));
    const ranked = members.map(({ providerId }) => states.get(providerId) ?? UP).sort((a, b) => a - b);
    if (ranked.length === 0) return UP;
    const { minUp, strength } = group[0]!;
    const n = ranked.length;
    const asked = minUp === null ? n : 'count' in minUp ? minUp.count : Math.ceil((n * minUp.percent) / 100);
    const kthBest = ranked[Math.min(n, Math.max(1, asked)) - 1]!;
    const state = kthBest === UP && ranked.some((one) => one >= DEGRADED) ? AT_RISK : kthBest;
    return strength === 'SOFT' ? (Math.max(UP, state - 1) as State) : state;
  };
  for (let changed = true; changed;) {
    changed = false;
    for (const id of live) {
      const own = (groupsOf.get(id) ?? []).map(stateOfGroup);
      const state = Math.max(UP, seeds.get(id) ?? UP, ...own) as State;
      if (state === (states.get(id) ?? UP)) continue;
      states.set(id, state);
      changed = true;
    }
  }
  return states;
}

/** How many assets the largest strongly connected component has (Kosaraju). */
function largestComponent(network: Network): number {
  const size = network.assets.length;
  const forward: number[][] = Array.from({ length: size }, () => []);
  const backward: number[][] = Array.from({ length: size }, () => []);
  for (const { consumerId, providerId } of network.rows) {
    const [from, to] = [Number(providerId.slice(4)), Number(consumerId.slice(4))];
    forward[from]!.push(to);
    backward[to]!.push(from);
  }
  const visit = (start: number, lists: number[][], seen: Uint8Array, order: number[]): void => {
    const stack: [number, number][] = [[start, 0]];
    seen[start] = 1;
    for (let top = stack.at(-1); top; top = stack.at(-1)) {
      const next = lists[top[0]]![top[1]++];
      if (next === undefined) order.push(stack.pop()![0]);
      else if (seen[next] === 0) {
        seen[next] = 1;
        stack.push([next, 0]);
      }
    }
  };
  const finished: number[] = [];
  const seen = new Uint8Array(size);
  for (let n = 0; n < size; n++) if (seen[n] === 0) visit(n, forward, seen, finished);
  seen.fill(0);
  let largest = 0;
  for (const n of finished.reverse()) {
    if (seen[n] === 1) continue;
    const component: number[] = [];
    visit(n, backward, seen, component);
    largest = Math.max(largest, component.length);
  }
  return largest;
}

function randomSeeds(network: Network, seed: number): Map<string, State> {
  const below = numbers(seed ^ 0x5eed);
  const size = network.assets.length;
  const count = 1 + below(below(2) === 0 ? 4 : Math.ceil(size / 10));
  return new Map(
    Array.from({ length: count }, () => [
      idOf(below(size)),
      ([DOWN, DOWN, DEGRADED, AT_RISK] as const)[below(4)]!,
    ]),
  );
}

function seedsIn(graph: AssetGraph, seeds: ReadonlyMap<string, State>): Map<number, State> {
  return new Map([...seeds].map(([id, state]) => [graph.indexOf(id)!, state]));
}

const sizes = fc.oneof(fc.integer({ min: 2, max: 60 }), fc.integer({ min: 500, max: LARGEST }));

describe('impact on large random graphs', () => {
  it('equals the naive fixpoint, with strongly connected components and groups of up to 2,000 members', () => {
    let component = 0;
    let group = 0;
    fc.assert(
      fc.property(fc.integer(), sizes, (seed, size) => {
        const network = randomNetwork(seed, size);
        const graph = AssetGraph.build(network.assets, network.rows);
        for (let round = 0; round < 3; round++) {
          const seeds = randomSeeds(network, seed + round);
          const impact = computeImpact(graph, seedsIn(graph, seeds));
          const expected = naiveFixpoint(network, seeds);
          const states = network.assets.map((_, n) => impact.stateOf(n));
          expect(states).toEqual(network.assets.map(({ id }) => expected.get(id) ?? UP));
        }
        component = Math.max(component, largestComponent(network));
        for (let n = 0; n < graph.groupCount; n++) group = Math.max(group, graph.membersOf(n).length);
      }),
      // A network of the largest size, chosen for what the last two lines look for, is always among them.
      { numRuns: 16, endOnFailure: true, examples: [[1, LARGEST]] },
    );
    expect(component).toBeGreaterThan(1000);
    expect(group).toBeGreaterThan(300);
  });

  it('explains every verdict by a chain that begins at a seed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const network = randomNetwork(seed, LARGEST);
        const graph = AssetGraph.build(network.assets, network.rows);
        const seeds = seedsIn(graph, randomSeeds(network, seed));
        const impact = computeImpact(graph, seeds);
        for (const asset of impact.assets) {
          const chain = [...causeChain(impact, asset), asset];
          expect(seeds.get(chain[0]!)).toBe(impact.stateOf(chain[0]!));
          for (let at = 1; at < chain.length; at++) {
            const { providers } = graph.needsOf(chain[at]!);
            expect(providers.includes(chain[at - 1]!)).toBe(true);
          }
        }
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });

  it('stays the same when the graph is changed and changed back', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const network = randomNetwork(seed, LARGEST);
        const other = randomNetwork(seed + 1, LARGEST);
        const graph = AssetGraph.build(network.assets, network.rows);
        const seeds = seedsIn(graph, randomSeeds(network, seed));
        const before = computeImpact(graph, seeds);
        const consumersOf = ({ assets, rows }: Network) => {
          const byConsumer = new Map(assets.map(({ id }) => [id, [] as DependencyRow[]]));
          for (const row of rows) byConsumer.get(row.consumerId)!.push(row);
          return Array.from(byConsumer, ([consumerId, dependencies]) => ({ consumerId, dependencies }));
        };
        graph.apply({ assets: other.assets, consumers: consumersOf(other) });
        graph.apply({ assets: network.assets, consumers: consumersOf(network) });
        const after = computeImpact(graph, seeds);
        const states = (impact: typeof before) => network.assets.map((_, n) => impact.stateOf(n));
        expect(states(after)).toEqual(states(before));
        expect(graph.dependencyCount).toBe(AssetGraph.build(network.assets, network.rows).dependencyCount);
      }),
      { numRuns: 2, endOnFailure: true },
    );
  });
});
