import fc from 'fast-check';
import { idOf, live, minUps, networks } from '../asset-graph/networks.fixture.js';
import type { Network } from '../asset-graph/networks.fixture.js';
import { causeChain } from './causes.rules.js';
import type { DependencyRow, MinUp } from '../asset-graph/index.js';
import { AssetGraph } from '../asset-graph/index.js';
import type { AssetRow } from '../asset-graph/index.js';
import { computeImpact } from './impact.rules.js';
import type { Impact } from './impact.rules.js';
import { AT_RISK, DEGRADED, DOWN, UP } from './state.rules.js';
import type { State } from './state.rules.js';

type StatesById = Map<string, State>;

/** Groups of a consumer as the model reads them: straight from the rows. */
function groupsFrom(rows: readonly DependencyRow[]): DependencyRow[][] {
  const groups = new Map<string, DependencyRow[]>();
  rows.forEach((row, at) => {
    const key = row.group === null ? `alone ${at}` : `named ${row.consumerId} ${row.group}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  });
  return [...groups.values()];
}

function neededOf(n: number, minUp: MinUp | null): number {
  if (minUp === null) return n;
  const asked = 'count' in minUp ? minUp.count : Math.ceil((n * minUp.percent) / 100);
  return Math.min(n, Math.max(1, asked));
}

function liveStates(network: Network, group: readonly DependencyRow[], states: StatesById): State[] {
  const live = new Set(network.assets.filter((asset) => asset.live).map((asset) => asset.id));
  const members = [...new Set(group.map((row) => row.providerId))].filter((id) => live.has(id));
  return members.map((id) => states.get(id) ?? UP).sort((a, b) => a - b);
}

/** The state of a group, written as the definition reads. */
function modelGroupState(network: Network, group: readonly DependencyRow[], states: StatesById): State {
  const members = liveStates(network, group, states);
  if (members.length === 0) return UP;
  const kthBest = members[neededOf(members.length, group[0]!.minUp) - 1]!;
  if (kthBest === UP && members.some((state) => state === DEGRADED || state === DOWN)) return AT_RISK;
  return kthBest;
}

function modelHandedOn(network: Network, group: readonly DependencyRow[], states: StatesById): State {
  const state = modelGroupState(network, group, states);
  if (group[0]!.strength === 'HARD') return state;
  return ({ 0: UP, 1: UP, 2: AT_RISK, 3: DEGRADED } as const)[state];
}

/** Kleene iteration: all assets from UP, every rule applied to all of them at once, until nothing changes. */
function modelImpact(network: Network, seeds: StatesById): StatesById {
  let states: StatesById = new Map();
  for (;;) {
    const next: StatesById = new Map();
    for (const asset of network.assets) {
      let state: State = UP;
      if (asset.live) {
        state = seeds.get(asset.id) ?? UP;
        for (const group of groupsFrom(network.rows.filter((row) => row.consumerId === asset.id))) {
          const handed = modelHandedOn(network, group, states);
          if (handed > state) state = handed;
        }
      }
      if (state !== UP) next.set(asset.id, state);
    }
    if (sorted(next) === sorted(states)) return states;
    states = next;
  }
}

/** Providers that explain a consumer, read straight from the definition. */
function modelExplaining(network: Network, states: StatesById, consumerId: string): string[] {
  const explaining = new Set<string>();
  for (const group of groupsFrom(network.rows.filter((row) => row.consumerId === consumerId))) {
    if (modelHandedOn(network, group, states) !== states.get(consumerId)) continue;
    const members = liveStates(network, group, states);
    const kthBest = members[neededOf(members.length, group[0]!.minUp) - 1] ?? UP;
    const least = kthBest === UP ? DEGRADED : kthBest;
    for (const row of group) if ((states.get(row.providerId) ?? UP) >= least) explaining.add(row.providerId);
  }
  return [...explaining];
}

/** All shortest chains by brute force: every way of going back, level by level; the first in order of ids. */
function modelChain(network: Network, seeds: StatesById, states: StatesById, assetId: string): string[] {
  let paths: string[][] = [[assetId]];
  for (let depth = 0; depth <= network.assets.length; depth++) {
    const complete = paths.filter((path) => seeds.get(path[0]!) === states.get(path[0]!));
    if (complete.length > 0) return complete.map((path) => path.slice(0, -1)).sort(compareChains)[0]!;
    const longer = paths.flatMap((path) =>
      modelExplaining(network, states, path[0]!).map((provider) => [provider, ...path]),
    );
    // Of the paths that begin at one asset only the first can win later.
    const best = new Map<string, string[]>();
    for (const path of longer.sort(compareChains)) if (!best.has(path[0]!)) best.set(path[0]!, path);
    paths = [...best.values()];
  }
  throw new Error(`nothing explains ${assetId}`);
}

function compareChains(a: string[], b: string[]): number {
  return a.join('/') < b.join('/') ? -1 : 1;
}

function sorted(states: StatesById): string {
  return JSON.stringify([...states].sort(([a], [b]) => (a < b ? -1 : 1)));
}

const seedings = fc
  .array(
    fc.tuple(fc.integer({ min: 0, max: 11 }), fc.constantFrom<State>(UP, AT_RISK, DEGRADED, DEGRADED, DOWN)),
    { maxLength: 5 },
  )
  .map((pairs): StatesById => new Map(pairs.map(([n, state]) => [idOf(n), state])));

function run(graph: AssetGraph, seeds: StatesById): Impact {
  const known = [...seeds].filter(([id]) => graph.indexOf(id) !== undefined);
  return computeImpact(graph, new Map(known.map(([id, state]) => [graph.indexOf(id)!, state])));
}

function byId(impact: Impact): StatesById {
  return new Map(
    [...impact.assets].map((asset, at) => [impact.graph.idOf(asset), impact.states[at] as State]),
  );
}

function impactOf(network: Network, seeds: StatesById): StatesById {
  return byId(run(AssetGraph.build(network.assets, network.rows), seeds));
}

function knownSeeds(network: Network, seeds: StatesById): StatesById {
  const ids = new Set(network.assets.filter((asset) => asset.live).map((asset) => asset.id));
  return new Map([...seeds].filter(([id, state]) => ids.has(id) && state > UP));
}

const many = { numRuns: 600 };

function always(check: (network: Network, seeds: StatesById) => void): void {
  fc.assert(fc.property(networks, seedings, check), many);
}

describe('impact fixpoint', () => {
  it('equals a brute-force model on random graphs with cycles and groups', () => {
    fc.assert(
      fc.property(networks, seedings, (network, seeds) => {
        expect(sorted(impactOf(network, seeds))).toBe(sorted(modelImpact(network, seeds)));
      }),
      { numRuns: 2000 },
    );
  });

  it('holds every live seed at its state or worse', () => {
    always((network, seeds) => {
      const impact = impactOf(network, seeds);
      for (const [id, state] of knownSeeds(network, seeds)) {
        expect(impact.get(id) ?? UP).toBeGreaterThanOrEqual(state);
      }
    });
  });

  it('is monotone in the seeds', () => {
    fc.assert(
      fc.property(networks, seedings, seedings, (network, seeds, more) => {
        const worse = new Map(seeds);
        for (const [id, state] of more) worse.set(id, Math.max(state, seeds.get(id) ?? UP) as State);
        const large = impactOf(network, worse);
        for (const [id, state] of impactOf(network, seeds)) {
          expect(large.get(id) ?? UP).toBeGreaterThanOrEqual(state);
        }
      }),
      many,
    );
  });

  it('is idempotent', () => {
    always((network, seeds) => {
      const once = impactOf(network, seeds);
      expect(sorted(impactOf(network, once))).toBe(sorted(once));
    });
  });

  it('makes nothing from nothing', () => {
    fc.assert(
      fc.property(networks, (network) => {
        expect(impactOf(network, new Map()).size).toBe(0);
        const up = new Map(network.assets.map((asset) => [asset.id, UP as State]));
        expect(impactOf(network, up).size).toBe(0);
      }),
      many,
    );
  });

  it('does not depend on the order of the edges', () => {
    fc.assert(
      fc.property(networks, seedings, fc.nat(), (network, seeds, salt) => {
        const keyed = network.rows.map((row, at) => ({
          row,
          key: ((at + 1) * (salt % 9973) * 7919) % 10007,
        }));
        const rows = keyed.sort((a, b) => a.key - b.key).map(({ row }) => row);
        const assets = [...network.assets].reverse();
        expect(sorted(impactOf({ assets, rows }, seeds))).toBe(sorted(impactOf(network, seeds)));
      }),
      many,
    );
  });

  it('has a group DOWN iff fewer than k live members are better than DOWN', () => {
    const group = fc.record({
      members: fc.array(
        fc.record({ live, state: fc.constantFrom<State>(UP, AT_RISK, DEGRADED, DOWN, DOWN) }),
        { minLength: 1, maxLength: 8 },
      ),
      minUp: minUps,
    });
    fc.assert(
      fc.property(group, ({ members, minUp }) => {
        const assets = members.map((member, n) => ({ id: `m${n}`, live: member.live }));
        const rows = assets.map(({ id }) => row('c', id, { group: 'g', minUp }));
        const seeds = new Map(members.map((member, n) => [`m${n}`, member.state]));
        const state = impactOf({ assets: [...assets, { id: 'c', live: true }], rows }, seeds).get('c') ?? UP;
        const n = members.filter((member) => member.live).length;
        const better = members.filter((member) => member.live && member.state < DOWN).length;
        expect(state === DOWN).toBe(n > 0 && better < neededOf(n, minUp));
      }),
      { numRuns: 1000 },
    );
  });

  it('leaves no trace of a run in the next one', () => {
    fc.assert(
      fc.property(networks, seedings, seedings, (network, seeds, others) => {
        const graph = AssetGraph.build(network.assets, network.rows);
        run(graph, others);
        expect(sorted(byId(run(graph, seeds)))).toBe(sorted(impactOf(network, seeds)));
      }),
      many,
    );
  });

  it('answers stateOf for touched and untouched assets alike', () => {
    always((network, seeds) => {
      const graph = AssetGraph.build(network.assets, network.rows);
      const impact = run(graph, seeds);
      const states = byId(impact);
      for (let asset = 0; asset < graph.size; asset++) {
        expect(impact.stateOf(asset)).toBe(states.get(graph.idOf(asset)) ?? UP);
      }
    });
  });
});

function row(
  consumerId: string,
  providerId: string,
  terms: { group?: string; strength?: 'HARD' | 'SOFT'; minUp?: MinUp | null } = {},
): DependencyRow {
  const { group = null, strength = 'HARD', minUp = null } = terms;
  return { consumerId, providerId, group, strength, minUp };
}

const alive = (...ids: string[]): AssetRow[] => ids.map((id) => ({ id, live: true }));

describe('worked examples', () => {
  const members: [string, State][] = [
    ['a', DOWN],
    ['b', DEGRADED],
    ['c', UP],
  ];
  const cluster = (strength: 'HARD' | 'SOFT', minUp: MinUp = { count: 2 }): Network => ({
    assets: alive('a', 'b', 'c', 'app'),
    rows: members.map(([id]) => row('app', id, { group: 'db', strength, minUp })),
  });

  it('makes HARD 2-of-3 with members DOWN, DEGRADED, UP DEGRADED', () => {
    expect(impactOf(cluster('HARD'), new Map(members)).get('app')).toBe(DEGRADED);
  });

  it('makes SOFT 2-of-3 with members DOWN, DEGRADED, UP AT_RISK', () => {
    expect(impactOf(cluster('SOFT'), new Map(members)).get('app')).toBe(AT_RISK);
  });

  it('reads 34 % of three members as two', () => {
    expect(impactOf(cluster('HARD', { percent: 34 }), new Map(members)).get('app')).toBe(DEGRADED);
    expect(impactOf(cluster('HARD', { percent: 33 }), new Map(members)).get('app')).toBe(AT_RISK);
  });

  it('puts a cluster that lost a spare member AT_RISK, and lets that travel', () => {
    const network = cluster('HARD', { count: 1 });
    network.assets.push({ id: 'web', live: true });
    network.rows.push(row('web', 'app'));
    const impact = impactOf(network, new Map([['a', DOWN as State]]));
    expect([impact.get('app'), impact.get('web')]).toEqual([AT_RISK, AT_RISK]);
  });

  it('lowers k to n when retirement leaves fewer members', () => {
    const network = cluster('HARD', { count: 3 });
    network.assets[2]!.live = false;
    expect(impactOf(network, new Map([['a', DEGRADED as State]])).get('app')).toBe(DEGRADED);
    expect(impactOf(network, new Map([['c', DOWN as State]])).size).toBe(0);
  });

  it('does not let a cycle set itself on fire, and puts it out with its seed', () => {
    const network = { assets: alive('a', 'b', 's'), rows: [row('a', 'b'), row('b', 'a'), row('a', 's')] };
    expect(impactOf(network, new Map()).size).toBe(0);
    const impact = impactOf(network, new Map([['s', DOWN as State]]));
    expect(['s', 'a', 'b'].map((id) => impact.get(id))).toEqual([DOWN, DOWN, DOWN]);
  });
});

describe('chain of causes', () => {
  it('is the shortest chain that justifies the verdict, first by ids', () => {
    fc.assert(
      fc.property(networks, seedings, (network, seeds) => {
        const graph = AssetGraph.build(network.assets, network.rows);
        const impact = run(graph, seeds);
        const states = byId(impact);
        for (const asset of impact.assets) {
          const chain = causeChain(impact, asset).map((index) => graph.idOf(index));
          expect(chain).toEqual(modelChain(network, knownSeeds(network, seeds), states, graph.idOf(asset)));
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('begins at an origin, and every link explains the next', () => {
    always((network, seeds) => {
      const graph = AssetGraph.build(network.assets, network.rows);
      const impact = run(graph, seeds);
      const states = byId(impact);
      for (const asset of impact.assets) {
        const chain = [...causeChain(impact, asset), asset].map((index) => graph.idOf(index));
        expect(seeds.get(chain[0]!)).toBe(states.get(chain[0]!));
        for (let at = 1; at < chain.length; at++) {
          expect(modelExplaining(network, states, chain[at]!)).toContain(chain[at - 1]);
        }
      }
    });
  });

  it('is empty for a seed and for an asset that is UP', () => {
    const graph = AssetGraph.build(alive('a', 'b', 'c'), [row('b', 'a')]);
    const impact = run(graph, new Map([['a', DOWN as State]]));
    expect(causeChain(impact, graph.indexOf('a')!)).toEqual([]);
    expect(causeChain(impact, graph.indexOf('c')!)).toEqual([]);
    expect(causeChain(impact, graph.indexOf('b')!)).toEqual([graph.indexOf('a')!]);
  });

  it('follows a chain of 250,000 assets', () => {
    const size = 250_000;
    const assets = Array.from({ length: size }, (_, n) => ({ id: `a${n}`, live: true }));
    const rows = assets.slice(1).map(({ id }, n) => row(id, `a${n}`));
    const graph = AssetGraph.build(assets, rows);
    const impact = computeImpact(graph, new Map([[0, DOWN]]));
    expect(impact.assets.length).toBe(size);
    expect(causeChain(impact, size - 1).length).toBe(size - 1);
  });

  it('refuses an impact computed before the graph changed', () => {
    const graph = AssetGraph.build(alive('a', 'b'), [row('b', 'a')]);
    const impact = run(graph, new Map([['a', DOWN as State]]));
    graph.apply({ assets: [{ id: 'b', live: false }] });
    expect(() => causeChain(impact, 1)).toThrow('The graph has changed');
  });
});

describe('graph kept up to date', () => {
  const lives = fc.array(fc.tuple(fc.integer({ min: 0, max: 11 }), fc.boolean()), { maxLength: 4 });
  const steps = fc.array(
    fc.record({
      donor: networks,
      lives,
      consumers: fc.array(fc.integer({ min: 0, max: 11 }), { maxLength: 4 }),
    }),
    { maxLength: 6 },
  );

  it('equals a graph built anew after every change', () => {
    fc.assert(
      fc.property(networks, steps, seedings, (start, changes, seeds) => {
        const graph = AssetGraph.build(start.assets, start.rows);
        const present = new Map(start.assets.map((asset) => [asset.id, asset.live]));
        let rows = start.rows;
        for (const step of changes) {
          const assets = step.lives.map(([n, isLive]) => ({ id: idOf(n), live: isLive }));
          for (const { id, live: isLive } of assets) present.set(id, isLive);
          const consumers = [...new Set(step.consumers.map(idOf))]
            .filter((id) => present.has(id))
            .map((consumerId) => ({
              consumerId,
              dependencies: step.donor.rows.filter(
                (own) => own.consumerId === consumerId && present.has(own.providerId),
              ),
            }));
          for (const { consumerId, dependencies } of consumers) {
            rows = [...rows.filter((own) => own.consumerId !== consumerId), ...dependencies];
          }
          graph.apply({ assets, consumers });
          const network = { assets: [...present].map(([id, isLive]) => ({ id, live: isLive })), rows };
          expect(sorted(byId(run(graph, seeds)))).toBe(sorted(impactOf(network, seeds)));
          expect(graph.dependencyCount).toBe(AssetGraph.build(network.assets, rows).dependencyCount);
        }
      }),
      many,
    );
  });

  it('writes itself anew when replaced groups outnumber the others', () => {
    const size = 400;
    const assets = Array.from({ length: size }, (_, n) => ({ id: `a${n}`, live: true }));
    const ring = (stride: number, n: number): DependencyRow[] =>
      [1, 2, 3].map((step) =>
        row(`a${n}`, `a${(n + stride * step) % size}`, { group: 'g', minUp: { count: 2 } }),
      );
    const graph = AssetGraph.build(
      assets,
      assets.flatMap((_, n) => ring(1, n)),
    );
    for (let round = 2; round <= 6; round++) {
      graph.apply({
        consumers: assets.map(({ id }, n) => ({ consumerId: id, dependencies: ring(round, n) })),
      });
    }
    expect(graph.groupCount).toBeLessThan(size * 4);
    const fresh = AssetGraph.build(
      assets,
      assets.flatMap((_, n) => ring(6, n)),
    );
    const seeds: StatesById = new Map([
      ['a6', DOWN],
      ['a12', DOWN],
      ['a40', DEGRADED],
    ]);
    expect(sorted(byId(run(graph, seeds)))).toBe(sorted(byId(run(fresh, seeds))));
    const groups = graph.groupsOf(0).map((group) => [...graph.membersOf(group)].map((n) => graph.idOf(n)));
    expect(groups).toEqual([['a6', 'a12', 'a18']]);
  });

  it('refuses a dependency on an unknown asset and changes nothing', () => {
    const graph = AssetGraph.build(alive('a', 'b'), [row('b', 'a')]);
    const consumers = [{ consumerId: 'b', dependencies: [row('b', 'nowhere')] }];
    expect(() => graph.apply({ assets: [{ id: 'a', live: false }], consumers })).toThrow(RangeError);
    expect(graph.isLive(0)).toBe(true);
    expect(byId(run(graph, new Map([['a', DOWN as State]]))).get('b')).toBe(DOWN);
    expect(() => AssetGraph.build(alive('a'), [row('a', 'nowhere')])).toThrow(RangeError);
  });
});
