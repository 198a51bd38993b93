import fc from 'fast-check';
import { networks, type Network } from '../asset-graph/networks.fixture.js';
import {
  AssetGraph,
  DEGRADED,
  DOWN,
  incidentImpacts,
  PlacementIndex,
  UP,
  type DependencyRow,
  type Outage,
  type PlacementRow,
  type State,
  type SubscriptionRow,
} from '../impact/index.js';
import { overlappingSets } from '../outage/index.js';
import type { Search } from '../resilience/index.js';
import { redundancyTrials, type RedundancyTrials, type SparedImpact } from './redundancy-trial.rules.js';

const PLENTY = 1e12;
const TWIN = 'ast_zz';
type StatesById = Map<string, State>;

function finished<Found>(search: Search<Found>): Found {
  for (let step = search.next(); ; step = search.next()) if (step.done) return step.value;
}

/** The whole fixpoint, by applying every rule to all assets at once until nothing changes. */
function naiveFixpoint({ assets, rows }: Network, seeds: StatesById): StatesById {
  const live = new Set(assets.filter((asset) => asset.live).map(({ id }) => id));
  const groups = new Map<string, DependencyRow[]>();
  rows.forEach((row, at) => {
    const key = row.group === null ? `${row.consumerId} ~${at}` : `${row.consumerId} ${row.group}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  });
  let states: StatesById = new Map();
  for (;;) {
    const next: StatesById = new Map([...seeds].filter(([id]) => live.has(id)));
    for (const own of groups.values()) {
      const { consumerId, strength, minUp } = own[0]!;
      if (!live.has(consumerId)) continue;
      const members = [...new Set(own.map((row) => row.providerId))].filter((id) => live.has(id));
      if (members.length === 0) continue;
      const sorted = members.map((id) => states.get(id) ?? UP).sort((a, b) => a - b);
      const asked =
        minUp === null
          ? members.length
          : 'count' in minUp
            ? minUp.count
            : Math.ceil((members.length * minUp.percent) / 100);
      const kth = sorted[Math.min(members.length, Math.max(1, asked)) - 1]!;
      const state = kth === UP && sorted.some((one) => one >= DEGRADED) ? 1 : kth;
      const handed = (strength === 'SOFT' && state > UP ? state - 1 : state) as State;
      if (handed > (next.get(consumerId) ?? UP)) next.set(consumerId, handed);
    }
    if (JSON.stringify([...next].sort()) === JSON.stringify([...states].sort())) return states;
    states = next;
  }
}

interface Part {
  id: string;
  asset: string | null;
  state: State;
  from: number;
  to: number | null;
  planned: boolean;
}
interface World {
  network: Network;
  placed: PlacementRow[];
  seats: SubscriptionRow[];
  parts: Part[];
}

const or = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null, freq: 2 });
const customers = fc.constantFrom('cus_a', 'cus_b', 'cus_c');
const products = fc.constantFrom('prd_a', 'prd_b');
const worlds: fc.Arbitrary<World> = fc
  .record({
    network: networks,
    placed: fc.array(
      fc.record({
        at: fc.nat(11),
        productId: or(products),
        podId: fc.constant(null),
        customerId: or(customers),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    seats: fc.array(
      fc.record({
        customerId: customers,
        productId: products,
        podId: fc.constant(null),
        from: fc.constantFrom(0, 0, 4),
        to: fc.constantFrom(null, null, 9),
      }),
      { minLength: 1, maxLength: 6 },
    ),
    cluster: fc.record({
      members: fc.uniqueArray(fc.nat(11), { minLength: 2, maxLength: 4 }),
      minUp: fc.oneof(
        fc.record({ count: fc.integer({ min: 1, max: 3 }) }),
        fc.record({ percent: fc.integer({ min: 20, max: 100 }) }),
      ),
      strength: fc.constantFrom('HARD' as const, 'HARD' as const, 'SOFT' as const),
    }),
    parts: fc.array(
      fc.record({
        isMember: fc.boolean(),
        id: fc.constantFrom('tkt_a', 'tkt_b', 'tkt_c', 'tkt_p'),
        at: fc.option(fc.nat(11), { nil: null, freq: 12 }),
        state: fc.constantFrom<State>(DEGRADED, DOWN, DOWN),
        from: fc.nat(10),
        length: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null, freq: 8 }),
      }),
      { minLength: 1, maxLength: 6 },
    ),
  })
  .map(({ network, cluster, placed, seats, parts }) => {
    const { assets } = network;
    const idAt = (at: number): string => assets[at % assets.length]!.id;
    const places = placed.map(({ at, productId, ...row }) => ({
      ...row,
      productId: productId ?? (row.customerId === null ? 'prd_a' : null),
      assetId: idAt(at),
    }));
    // What is placed first needs a cluster, whose members fail as often as everything else together.
    const members = [...new Set(cluster.members.map(idAt))].filter((id) => id !== places[0]!.assetId);
    const rows = members.map((providerId) => ({
      consumerId: places[0]!.assetId,
      providerId,
      group: 'cluster',
      strength: cluster.strength,
      minUp: cluster.minUp,
    }));
    return {
      network: { assets, rows: [...network.rows, ...rows] },
      seats,
      placed: places,
      parts: parts.map(({ isMember, at, length, ...part }) => ({
        ...part,
        asset: at === null ? null : isMember ? (members[at % members.length] ?? idAt(at)) : idAt(at),
        to: length === null ? null : part.from + length,
        planned: part.id === 'tkt_p',
      })),
    };
  });

/** One instant of every stretch of time in which nothing begins or ends. */
function momentsOf({ parts, seats }: World): number[] {
  return [...new Set([...parts, ...seats].flatMap(({ from, to }) => [from, to ?? from]))].sort(
    (a, b) => a - b,
  );
}

const isOn = ({ from, to }: { from: number; to: number | null }, at: number) =>
  from <= at && (to === null || at < to);

/** State of every customer × product at an instant, by the whole fixpoint of what is on record then. */
function naiveHits({ network, placed, seats }: World, parts: readonly Part[], at: number): StatesById {
  const seeds: StatesById = new Map();
  const active = parts.filter((part) => isOn(part, at));
  for (const { asset, state } of active) {
    if (asset !== null && state > (seeds.get(asset) ?? UP)) seeds.set(asset, state);
  }
  const states = naiveFixpoint(network, seeds);
  const hits: StatesById = new Map();
  for (const { customerId, productId } of seats.filter((seat) => isOn(seat, at))) {
    let worst: State = UP;
    for (const row of placed) {
      if (row.productId === null && row.customerId === null) continue;
      if ((row.productId ?? productId) !== productId || (row.customerId ?? customerId) !== customerId)
        continue;
      worst = Math.max(worst, states.get(row.assetId) ?? UP) as State;
    }
    for (const part of active)
      if (part.asset === null && productId === 'prd_a') worst = Math.max(worst, part.state) as State;
    if (worst >= DEGRADED) hits.set(`${customerId} ${productId}`, worst);
  }
  return hits;
}

function engineOf({ network, placed, seats, parts }: World) {
  const graph = AssetGraph.build(network.assets, network.rows);
  const placements = PlacementIndex.build(placed, seats);
  const incidents = parts.map(({ id, asset, state, from, to, planned }): Outage => ({
    id,
    kind: 'INCIDENT',
    planned,
    announcedLeadMs: null,
    assets: asset === null ? new Map() : new Map([[graph.indexOf(asset)!, state]]),
    direct: asset === null ? [{ productId: 'prd_a', customerId: null, state }] : [],
    from,
    to,
  }));
  return { graph, placements, incidents };
}

/** What incidents answered for at an instant, by pair, without what was spared. */
function left(world: World, spared: readonly SparedImpact[], at: number): StatesById {
  const { graph, placements, incidents } = engineOf(world);
  const worst: StatesById = new Map();
  const told = overlappingSets(incidents).flatMap((set) => [...incidentImpacts(graph, placements, set)]);
  for (const [id, impacts] of told) {
    for (const impact of impacts.filter((one) => isOn(one, at))) {
      for (const customerId of impact.customerIds) {
        const cut = spared.find(
          (one) =>
            one.incidentId === id &&
            one.productId === impact.productId &&
            isOn(one, at) &&
            one.customerIds.includes(customerId),
        );
        if (cut) expect(cut.was).toBe(impact.state);
        const name = cut ? cut.would : impact.state;
        const state = name === 'DOWN' ? DOWN : name === 'DEGRADED' ? DEGRADED : UP;
        const key = `${customerId} ${impact.productId}`;
        if (state > (worst.get(key) ?? UP)) worst.set(key, state);
      }
    }
  }
  return worst;
}

const sorted = (states: StatesById) => Object.fromEntries([...states].sort(([a], [b]) => (a < b ? -1 : 1)));

function trialsOf(world: World, mostWork = PLENTY): RedundancyTrials & { graph: AssetGraph } {
  const { graph, placements, incidents } = engineOf(world);
  return { graph, ...finished(redundancyTrials(graph, placements, incidents, mostWork)) };
}

describe('a redundancy trial', () => {
  it('leaves of incidents what the whole fixpoint of the changed estate says, twin or further member', () => {
    let [byTwin, byMember] = [0, 0];
    fc.assert(
      fc.property(worlds, (world) => {
        const moments = momentsOf(world);
        const { graph, trials } = trialsOf(world);
        const sparedBy = new Map(
          trials.map(({ candidate: { asset, group }, spared }) => [
            group === null
              ? graph.idOf(asset)
              : `${graph.idOf(asset)} ${Array.from(graph.membersOf(group), (one) => graph.idOf(one))
                  .sort()
                  .join()}`,
            spared,
          ]),
        );
        const isUnplanned = (at: number) => world.parts.some((part) => !part.planned && isOn(part, at));
        for (const { id } of world.network.assets) {
          const spared = sparedBy.get(id) ?? [];
          const own = world.parts.filter((part) => part.asset === id && !part.planned);
          const isSingle = moments.some((at) => {
            const worst = own.filter((part) => isOn(part, at));
            return naiveHits(world, worst, at).size > 0;
          });
          if (!isSingle) {
            expect(spared).toEqual([]);
            continue;
          }
          byTwin += spared.length;
          const without = world.parts.filter((part) => !own.includes(part));
          for (const at of moments) {
            expect(sorted(left(world, spared, at))).toEqual(sorted(naiveHits(world, without, at)));
          }
        }
        const names = new Set(world.network.rows.map((row) => `${row.consumerId} ${row.group}`));
        for (const name of names) {
          const rows = world.network.rows.filter((row) => `${row.consumerId} ${row.group}` === name);
          const members = [...new Set(rows.map((row) => row.providerId))].sort();
          if (rows[0]!.group === null || rows[0]!.minUp === null || members.length < 2) continue;
          const alike = `${rows[0]!.consumerId} ${members.join()}`;
          const twins = [...names].filter((other) => {
            const theirs = world.network.rows.filter((row) => `${row.consumerId} ${row.group}` === other);
            return (
              `${theirs[0]!.consumerId} ${[...new Set(theirs.map((row) => row.providerId))].sort().join()}` ===
              alike
            );
          });
          if (twins.length > 1) continue;
          byMember += sparedBy.get(alike)?.length ?? 0;
          const network = {
            assets: [...world.network.assets, { id: TWIN, live: true }],
            rows: [...world.network.rows, { ...rows[0]!, providerId: TWIN }],
          };
          for (const at of moments) {
            const estate = isUnplanned(at) ? { ...world, network } : world;
            expect(sorted(left(world, sparedBy.get(alike) ?? [], at))).toEqual(
              sorted(naiveHits(estate, world.parts, at)),
            );
          }
        }
      }),
      { numRuns: 120 },
    );
    expect(Math.min(byTwin, byMember)).toBeGreaterThan(3);
  });

  const small: World = {
    network: {
      assets: ['switch', 'host1', 'host2', 'mail', 'chat'].map((id) => ({ id, live: true })),
      rows: [
        { consumerId: 'mail', providerId: 'host1', group: 'hosts', strength: 'HARD', minUp: { count: 1 } },
        { consumerId: 'mail', providerId: 'host2', group: 'hosts', strength: 'HARD', minUp: { count: 1 } },
        { consumerId: 'mail', providerId: 'switch', group: null, strength: 'HARD', minUp: null },
        { consumerId: 'chat', providerId: 'switch', group: null, strength: 'SOFT', minUp: null },
      ],
    },
    placed: [
      { assetId: 'mail', productId: 'prd_a', podId: null, customerId: null },
      { assetId: 'chat', productId: 'prd_b', podId: null, customerId: null },
    ],
    seats: [
      { customerId: 'cus_a', productId: 'prd_a', podId: null, from: 0, to: null },
      { customerId: 'cus_b', productId: 'prd_a', podId: null, from: 5, to: null },
      { customerId: 'cus_a', productId: 'prd_b', podId: null, from: 0, to: null },
    ],
    parts: [
      { id: 'tkt_a', asset: 'switch', state: DOWN, from: 0, to: 10, planned: false },
      { id: 'tkt_b', asset: 'host1', state: DOWN, from: 20, to: 30, planned: false },
      { id: 'tkt_c', asset: 'host2', state: DOWN, from: 24, to: 40, planned: false },
      { id: 'tkt_p', asset: 'switch', state: DOWN, from: 50, to: 60, planned: true },
    ],
  };
  const told = ({ graph, trials }: ReturnType<typeof trialsOf>) =>
    trials.map(({ candidate, spared }) => [
      `${graph.idOf(candidate.asset)}${candidate.group === null ? '' : ' group'}`,
      ...spared.map((one) =>
        [one.incidentId, one.productId, one.was, one.would, one.from, one.to, ...one.customerIds].join(' '),
      ),
    ]);

  it('tells what each incident would not have done, with whom, from when to when', () => {
    const answer = trialsOf(small);
    expect(told(answer)).toEqual([
      [
        'switch',
        'tkt_a prd_a DOWN UP 0 10 cus_a',
        'tkt_a prd_b DEGRADED UP 0 10 cus_a',
        'tkt_a prd_a DOWN UP 5 10 cus_b',
      ],
      ['mail group', 'tkt_b prd_a DOWN UP 24 30 cus_a cus_b', 'tkt_c prd_a DOWN UP 24 30 cus_a cus_b'],
    ]);
    expect(answer).toMatchObject({ triedCount: 2, untriedCount: 0 });
  });

  it('tries whole candidates only, those that mattered most first, and counts the others', () => {
    const some = trialsOf(small, 15);
    expect(some).toMatchObject({ triedCount: 1, untriedCount: 1 });
    expect(told(some)).toHaveLength(1);
    expect(trialsOf(small, 0)).toMatchObject({ trials: [], triedCount: 0, untriedCount: 2 });
  });
});
