import fc from 'fast-check';
import { networks, type Network } from '../asset-graph/networks.fixture.js';
import {
  AssetGraph,
  computeImpact,
  DEGRADED,
  DOWN,
  PlacementIndex,
  seedsOf,
  type Outage,
  type State,
} from '../impact/index.js';
import { minimalPairs, singlePoints, type FatalSets, type Search } from './fatal-sets.rules.js';
import { failureEstate, type FailureEstate, type ResilienceScope } from './resilience.rules.js';
import { neededBy, redundancies } from './redundancy.rules.js';

const AT = 1000;
const PLENTY = 1e9;
type Told = [assets: string, whom: string[]][];

const or = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null, freq: 2 });
const customers = fc.constantFrom('cus_a', 'cus_b', 'cus_c');
const products = fc.constantFrom('prd_a', 'prd_b');
const pods = fc.constantFrom('pod_a', 'pod_b');

interface World {
  network: Network;
  graph: AssetGraph;
  placements: PlacementIndex;
  outages: Outage[];
  scope: ResilienceScope;
}

const worlds: fc.Arbitrary<World> = fc
  .record({
    network: networks,
    placed: fc.array(
      fc.record({ at: fc.nat(11), productId: or(products), podId: or(pods), customerId: or(customers) }),
      { maxLength: 6 },
    ),
    subscriptions: fc.array(
      fc.record({ customerId: customers, productId: products, podId: or(pods), over: fc.nat(4) }),
      { maxLength: 8 },
    ),
    held: fc.array(fc.tuple(fc.nat(11), fc.constantFrom<State>(DEGRADED, DOWN)), { maxLength: 2 }),
    direct: fc.array(
      fc.record({
        productId: or(products),
        customerId: or(customers),
        state: fc.constantFrom<State>(DEGRADED, DOWN),
      }),
      { maxLength: 1 },
    ),
    scope: fc.record({ customerId: or(customers), productId: or(products), podId: or(pods) }),
    isCalm: fc.boolean(),
  })
  .map(({ network, placed, subscriptions, held, direct, scope, isCalm }) => {
    const graph = AssetGraph.build(network.assets, network.rows);
    const placements = PlacementIndex.build(
      placed.map(({ at, ...row }) => ({ ...row, assetId: network.assets[at % graph.size]!.id })),
      subscriptions.map(({ over, ...row }) => ({ ...row, from: 0, to: over === 0 ? AT : null })),
    );
    const assets = new Map(held.map(([asset, state]) => [asset % graph.size, state]));
    const outage: Outage = {
      id: 'tkt_a',
      kind: 'INCIDENT',
      planned: false,
      announcedLeadMs: null,
      assets,
      direct,
      from: 0,
      to: null,
    };
    return { network, graph, placements, outages: isCalm ? [] : [outage], scope };
  });

/** Those of the scope that are down when the assets are lost, by running the engine on it. */
function downWith({ graph, placements, outages, scope }: World, lost: readonly number[]): Set<string> {
  const seeds = seedsOf(outages);
  for (const asset of lost) seeds.set(asset, DOWN);
  const direct = outages.flatMap((outage) => outage.direct);
  const hits = placements.hits(computeImpact(graph, seeds), direct, AT);
  const asked = placements.pairsAt(AT, scope);
  const down = hits.pairs.filter((pair) => hits.stateOf(pair) === DOWN && asked.has(pair));
  return new Set(down.map((pair) => nameOf(placements, pair)));
}

function nameOf(placements: PlacementIndex, pair: number): string {
  return `${placements.customerOf(pair)} ${placements.productOf(pair)}`;
}

function told(
  { graph, placements }: World,
  { graph: failures, pairsOf }: FailureEstate,
  found: FatalSets,
): Told {
  return found.sets
    .map(({ nodes, targets }): Told[number] => [
      nodes
        .map((node) => graph.idOf(failures.assets[node]!))
        .sort()
        .join(' '),
      targets.flatMap((target) => pairsOf[target]!.map((pair) => nameOf(placements, pair))).sort(),
    ])
    .sort(([a], [b]) => (a < b ? -1 : 1));
}

function estateOf({ graph, placements, scope, outages }: World): FailureEstate {
  return failureEstate(graph, placements, scope, outages, AT);
}

function finished<Found>(search: Search<Found>): Found {
  for (;;) {
    const step = search.next();
    if (step.done) return step.value;
  }
}

function bruteForce(world: World, size: 1 | 2): Told {
  const { graph } = world;
  const all = Array.from({ length: graph.size }, (_, asset) => asset);
  const before = downWith(world, []);
  const alone = all.map((asset) => downWith(world, [asset]));
  const answer: Told = [];
  const note = (assets: number[], down: Set<string>, without: Set<string>[]): void => {
    const whom = [...down].filter((pair) => without.every((one) => !one.has(pair))).sort();
    if (whom.length > 0)
      answer.push([
        assets
          .map((asset) => graph.idOf(asset))
          .sort()
          .join(' '),
        whom,
      ]);
  };
  for (const first of all) {
    if (size === 1) note([first], alone[first]!, [before]);
    else {
      for (const second of all.slice(first + 1)) {
        note([first, second], downWith(world, [first, second]), [alone[first]!, alone[second]!]);
      }
    }
  }
  return answer.sort(([a], [b]) => (a < b ? -1 : 1));
}

describe('single points of failure', () => {
  it('are what brute force finds on random graphs, with whom they take down, amid what is down', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const estate = estateOf(world);
        const found = finished(singlePoints(estate.graph, PLENTY));
        expect(told(world, estate, found)).toEqual(bruteForce(world, 1));
        expect(found.unexaminedCount).toBe(0);
      }),
      { numRuns: 800 },
    );
  });

  it('are those of the assets examined where it would cost too much to examine all', () => {
    fc.assert(
      fc.property(worlds, fc.nat(12), (world, mostWork) => {
        const estate = estateOf(world);
        const found = finished(singlePoints(estate.graph, mostWork));
        const { assets } = estate.graph;
        const up = [...assets.keys()].filter((node) => !estate.graph.down(node));
        expect(found.examinedCount + found.unexaminedCount).toBe(up.length);
        const examined = new Set(
          up.slice(0, found.examinedCount).map((node) => world.graph.idOf(assets[node]!)),
        );
        expect(told(world, estate, found)).toEqual(bruteForce(world, 1).filter(([id]) => examined.has(id)));
      }),
    );
  });
});

describe('minimal pairs', () => {
  it('are what brute force finds on random graphs, with whom they take down, amid what is down', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        const estate = estateOf(world);
        const found = finished(minimalPairs(estate.graph, PLENTY));
        expect(told(world, estate, found)).toEqual(bruteForce(world, 2));
        expect(found.unexaminedCount).toBe(0);
      }),
      { numRuns: 800 },
    );
  });

  it('answer for those alone whom neither of the pair takes down', () => {
    const graph = AssetGraph.build(
      ['mail', 'files', 'a', 'b'].map((id) => ({ id, live: true })),
      [
        { consumerId: 'mail', providerId: 'b', group: null, strength: 'HARD', minUp: null },
        ...['a', 'b'].map((providerId) => ({
          consumerId: 'files',
          providerId,
          group: 'g',
          strength: 'HARD' as const,
          minUp: { count: 1 },
        })),
      ],
    );
    const placements = PlacementIndex.build(
      ['files', 'mail'].map((id) => ({ assetId: id, productId: `prd_${id}`, podId: null, customerId: null })),
      ['mail', 'files'].map((id) => ({
        customerId: 'cus_a',
        productId: `prd_${id}`,
        podId: null,
        from: 0,
        to: null,
      })),
    );
    const scope = { customerId: null, productId: null, podId: null };
    const world: World = { network: { assets: [], rows: [] }, graph, placements, outages: [], scope };
    const pairs = estateOf(world);
    expect(told(world, pairs, finished(minimalPairs(pairs.graph, PLENTY)))).toEqual([
      ['a b', ['cus_a prd_files']],
    ]);
  });

  it('hold all of the assets examined where it would cost too much to examine all', () => {
    fc.assert(
      fc.property(worlds, fc.nat(60), (world, mostWork) => {
        const estate = estateOf(world);
        const found = finished(minimalPairs(estate.graph, mostWork));
        const { assets } = estate.graph;
        const up = [...assets.keys()].filter((node) => !estate.graph.down(node));
        expect(found.examinedCount + found.unexaminedCount).toBe(up.length);
        const examined = new Set(
          up.slice(0, found.examinedCount).map((node) => world.graph.idOf(assets[node]!)),
        );
        const all = bruteForce(world, 2);
        const answer = told(world, estate, found);
        expect(all).toEqual(expect.arrayContaining(answer));
        expect(answer).toEqual(
          expect.arrayContaining(all.filter(([ids]) => ids.split(' ').every((id) => examined.has(id)))),
        );
      }),
    );
  });
});

describe('redundancy', () => {
  it('is what is left to every group of live members before it is down', () => {
    fc.assert(
      fc.property(worlds, fc.integer({ min: -1, max: 2 }), ({ network, graph, outages }, mostSpare) => {
        const impact = computeImpact(graph, seedsOf(outages));
        const lives = new Map(network.assets.map(({ id, live }) => [id, live]));
        const expected = new Map<string, number[]>();
        for (const { consumerId, group, minUp } of network.rows) {
          if (group === null || minUp === null || !lives.get(consumerId)) continue;
          const rows = network.rows.filter((row) => row.consumerId === consumerId && row.group === group);
          const members = [...new Set(rows.map((row) => row.providerId))];
          const live = members.filter((id) => lives.get(id));
          if (members.length < 2 || live.length === 0) continue;
          const n = live.length;
          const asked = 'count' in minUp ? minUp.count : Math.ceil((n * minUp.percent) / 100);
          const k = Math.min(n, Math.max(1, asked));
          const down = live.filter((id) => impact.stateOf(graph.indexOf(id)!) === DOWN).length;
          if (n - k - down <= mostSpare) expected.set(`${consumerId} ${group}`, [n, k, down, n - k - down]);
        }
        const found = redundancies(graph, impact, mostSpare, () => true);
        const figures = found.map(({ liveCount, neededCount, downCount, spareCount }) => [
          liveCount,
          neededCount,
          downCount,
          spareCount,
        ]);
        const order = (rows: number[][]) => rows.map((row) => row.join()).sort();
        expect(order(figures)).toEqual(order([...expected.values()]));
        const ranks = found.map(({ spareCount, consumer }) => [spareCount, graph.idOf(consumer)] as const);
        expect(ranks).toEqual([...ranks].sort(([a, x], [b, y]) => a - b || (x < y ? -1 : x > y ? 1 : 0)));
      }),
      { numRuns: 500 },
    );
  });

  it('is that of whoever some assets need', () => {
    const graph = AssetGraph.build(
      ['front', 'app', 'a', 'b', 'gone', 'other'].map((id) => ({ id, live: id !== 'gone' })),
      [
        { consumerId: 'front', providerId: 'app', group: null, strength: 'SOFT', minUp: null },
        ...['a', 'b', 'gone'].map((providerId) => ({
          consumerId: 'app',
          providerId,
          group: 'g',
          strength: 'HARD' as const,
          minUp: { count: 1 },
        })),
      ],
    );
    expect([...neededBy(graph, [0])].map((asset) => graph.idOf(asset))).toEqual(['front', 'app', 'a', 'b']);
    expect(redundancies(graph, computeImpact(graph, new Map([[2, DOWN]])), 0, () => true)).toEqual([
      { group: 0, consumer: 1, liveCount: 2, neededCount: 1, downCount: 1, spareCount: 0 },
    ]);
    expect(
      redundancies(graph, computeImpact(graph, new Map([[2, DOWN]])), 0, (asset) => asset !== 1),
    ).toEqual([]);
  });
});
