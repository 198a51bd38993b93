import fc from 'fast-check';
import { outageAnswer } from './customer-outages.rules.js';
import { AssetGraph } from '../asset-graph/index.js';
import { computeImpact } from './impact.rules.js';
import { incidentImpacts } from './incident-impacts.rules.js';
import { PlacementIndex } from './placement.rules.js';
import type { PlacementRow, SubscriptionRow } from './placement.rules.js';
import type { Outage } from './slices.rules.js';
import type { SliceStates } from './customer-outages.rules.js';
import { AT_RISK, DEGRADED, DOWN, UP } from './state.rules.js';
import type { State } from './state.rules.js';

const member = (consumerId: string, providerId: string, group: string, count: number) => ({
  consumerId,
  providerId,
  group,
  strength: 'HARD' as const,
  minUp: { count },
});
/** Two hosts of which one is needed by the service, a database it needs, and a service beside it. */
const graph = AssetGraph.build(
  ['host1', 'host2', 'database', 'service', 'aside'].map((id) => ({ id, live: true })),
  [
    member('service', 'host1', 'hosts', 1),
    member('service', 'host2', 'hosts', 1),
    member('service', 'database', 'data', 1),
  ],
);
const at = (id: string): number => graph.indexOf(id)!;
const placements: PlacementRow[] = [
  { assetId: 'service', productId: 'mail', podId: null, customerId: null },
  { assetId: 'aside', productId: null, podId: 'pod', customerId: null },
];

interface Part {
  id: string;
  asset: string;
  state: State;
  from: number;
  to: number | null;
  lead: number | null;
  direct: boolean;
}

const outageOf = ({ id, asset, state, from, to, lead, direct }: Part): Outage => ({
  id,
  kind: 'INCIDENT',
  planned: lead !== null,
  announcedLeadMs: lead,
  assets: direct ? new Map() : new Map([[at(asset), state]]),
  direct: direct ? [{ productId: 'chat', customerId: null, state }] : [],
  from,
  to,
});
const activeAt = <T extends { from: number; to: number | null }>(list: readonly T[], instant: number): T[] =>
  list.filter((own) => own.from <= instant && (own.to === null || instant < own.to));

/** State of every customer × product at an instant, straight from the definitions. */
function naiveStates(
  outages: readonly Outage[],
  seats: readonly SubscriptionRow[],
  instant: number,
  counts: (asset: string) => boolean = () => true,
): Map<string, State> {
  const seeds = new Map<number, State>();
  for (const outage of outages) {
    for (const [asset, state] of outage.assets) {
      seeds.set(asset, Math.max(state, seeds.get(asset) ?? UP) as State);
    }
  }
  const impact = computeImpact(graph, seeds);
  const states = new Map<string, State>();
  const active = activeAt(seats, instant);
  for (const seat of active) {
    const key = `${seat.customerId} ${seat.productId}`;
    const reach: State[] = [UP];
    if (seat.productId === 'mail' && counts('service')) reach.push(impact.stateOf(at('service')));
    const there = active.some((own) => own.customerId === seat.customerId && own.podId === 'pod');
    if (there && counts('aside')) reach.push(impact.stateOf(at('aside')));
    for (const hit of outages.flatMap((own) => own.direct)) {
      if (hit.productId === seat.productId) reach.push(hit.state);
    }
    const worst = Math.max(...reach) as State;
    if (worst >= DEGRADED) states.set(key, worst);
  }
  return states;
}

/** What each outage id answers for at an instant, straight from the definition. */
function naiveShares(
  outages: readonly Outage[],
  seats: readonly SubscriptionRow[],
  instant: number,
): Map<string, Map<string, State>> {
  const ids = [...new Set(outages.map(({ id }) => id))];
  const partsOf = (id: string): Outage[] => outages.filter((own) => own.id === id);
  const joint = naiveStates(outages, seats, instant);
  const shares = new Map(ids.map((id) => [id, naiveStates(partsOf(id), seats, instant)]));
  const worse = [...joint].filter(([key, state]) =>
    ids.every((id) => (shares.get(id)!.get(key) ?? UP) < state),
  );
  const touching = ids.map((id) => {
    const own = computeImpact(graph, new Map(partsOf(id).flatMap((part) => [...part.assets])));
    const touched = (asset: string): boolean => own.stateOf(at(asset)) >= AT_RISK;
    const assetsOnly = outages.map((outage) => ({ ...outage, direct: [] }));
    return { id, states: naiveStates(assetsOnly, seats, instant, touched) };
  });
  for (const [key, state] of worse) {
    const taking = touching.filter((own) => own.states.get(key) === state).map(({ id }) => id);
    for (const id of taking.length > 0 ? taking : ids) shares.get(id)!.set(key, state);
  }
  return shares;
}

const parts = (ids: string[]): fc.Arbitrary<Outage[]> =>
  fc
    .array(
      fc.record({
        id: fc.constantFrom(...ids),
        asset: fc.constantFrom('host1', 'host2', 'database', 'aside'),
        state: fc.constantFrom<State>(DEGRADED, DOWN, DOWN),
        from: fc.integer({ min: 0, max: 10 }),
        to: fc.option(fc.integer({ min: 1, max: 12 }), { nil: null, freq: 4 }),
        lead: fc.option(fc.integer({ min: -2, max: 5 }), { nil: null }),
        direct: fc.integer({ min: 0, max: 4 }).map((n) => n === 0),
      }),
      { maxLength: 4 },
    )
    .map((list) => list.map(outageOf));
const seatRows = fc.array(
  fc
    .record({
      customerId: fc.constantFrom('cus_a', 'cus_b', 'cus_c'),
      productId: fc.constantFrom('mail', 'chat'),
      podId: fc.constantFrom('pod', null),
      from: fc.integer({ min: -1, max: 5 }),
      length: fc.option(fc.integer({ min: 1, max: 8 }), { nil: null }),
    })
    .map(({ length, ...seat }): SubscriptionRow => ({
      ...seat,
      to: length === null ? null : seat.from + length,
    })),
  { maxLength: 6 },
);
const questions = fc.record({
  asset: fc.constantFrom('host1', 'host2', 'database', 'aside'),
  state: fc.constantFrom<State>(DEGRADED, DOWN),
  from: fc.integer({ min: 0, max: 6 }),
  length: fc.integer({ min: 1, max: 6 }),
});

describe('customer outages of a what-if', () => {
  it('equal the definitions at every instant, with and without, by whom and how announced', () => {
    fc.assert(
      fc.property(
        questions,
        parts(['x', 'y']),
        seatRows,
        ({ asset, state, from, length }, context, seats) => {
          const seeds = new Map([[at(asset), state]]);
          const to = from + length;
          const question = { from, to, planned: true, noticeGivenAt: null, asOf: 0 };
          const index = PlacementIndex.build(placements, seats);
          const { customerOutages: answer } = outageAnswer(graph, index, question, seeds, context);
          const asked: Outage = { ...outageOf({ id: '', asset, state, from, to, lead: 0, direct: false }) };

          const expected = new Map<string, SliceStates[]>();
          const instants = Array.from({ length }, (_, n) => from + n);
          const keys = new Set(seats.map((seat) => `${seat.customerId} ${seat.productId}`));
          for (const key of keys) {
            const states = instants.map((instant): SliceStates => {
              const others = activeAt(context, instant);
              const together = naiveShares([asked, ...others], seats, instant);
              const alone = naiveShares(others, seats, instant);
              const leadOf = (answering: Outage[]): number | null => {
                const leads = answering.map(({ planned, announcedLeadMs }) =>
                  planned ? Math.max(0, announcedLeadMs ?? 0) : 0,
                );
                return leads.length > 0 ? Math.min(...leads) : null;
              };
              const answersAlone = ({ id }: Outage) => (alone.get(id)!.get(key) ?? UP) >= DEGRADED;
              const answers = (outage: Outage) =>
                answersAlone(outage) || (together.get(outage.id)!.get(key) ?? UP) >= DEGRADED;
              return [
                naiveStates([asked, ...others], seats, instant).get(key) ?? UP,
                naiveStates(others, seats, instant).get(key) ?? UP,
                leadOf(others.filter(answers)),
                together.get(asked.id)!.get(key) ?? UP,
                leadOf(others.filter(answersAlone)),
              ];
            });
            if (states.some(([withState, without]) => withState >= DEGRADED && withState > without)) {
              expected.set(key, states);
            }
          }

          const given = new Map<string, unknown>();
          for (const customer of answer.customers) {
            for (const number of customer.patterns) {
              const pattern = answer.patterns[number]!;
              const states = instants.map((instant) => {
                const slice = answer.slices.findIndex(([start, end]) => start <= instant && instant < end);
                return pattern.slices[slice];
              });
              given.set(`${customer.id} ${pattern.productId}`, states);
            }
          }
          expect(given).toEqual(expected);
        },
      ),
      { numRuns: 800 },
    );
  });

  const seat = (customerId: string): SubscriptionRow => ({
    customerId,
    productId: 'mail',
    podId: null,
    from: 0,
    to: null,
  });
  const question = { from: 100, to: 200, planned: true, noticeGivenAt: 50, asOf: 90 };

  it('show a spare host as fatal only while the other one is down, to all customers in one pattern', () => {
    const index = PlacementIndex.build(placements, ['cus_b', 'cus_a', 'cus_c'].map(seat));
    const incident = outageOf({
      id: 'inc',
      asset: 'host2',
      state: DOWN,
      from: 0,
      to: 150,
      lead: null,
      direct: false,
    });
    const { customerOutages, runs } = outageAnswer(graph, index, question, new Map([[at('host1'), DOWN]]), [
      incident,
    ]);
    expect(customerOutages).toEqual({
      version: 1,
      question,
      slices: [
        [100, 150],
        [150, 200],
      ],
      causes: [['host1', 'service']],
      patterns: [
        {
          productId: 'mail',
          causes: 0,
          slices: [
            [DOWN, UP, 0, DOWN, null],
            [UP, UP, null, UP, null],
          ],
        },
      ],
      customers: ['cus_a', 'cus_b', 'cus_c'].map((id) => ({ id, patterns: [0] })),
    });
    expect(runs.map((run) => run.withOutage.stateOf(at('service')))).toEqual([DOWN, AT_RISK]);
    expect(runs.map((run) => run.contextAlone.stateOf(at('service')))).toEqual([AT_RISK, UP]);
  });

  it('leave out customers whom the context hits as badly already', () => {
    const index = PlacementIndex.build(placements, [seat('cus_a')]);
    const incident = outageOf({
      id: 'inc',
      asset: 'database',
      state: DOWN,
      from: 0,
      to: null,
      lead: null,
      direct: false,
    });
    const { customerOutages } = outageAnswer(graph, index, question, new Map([[at('service'), DOWN]]), [
      incident,
    ]);
    expect(customerOutages.customers).toEqual([]);
    expect(customerOutages.patterns).toEqual([]);
  });
});

describe('customer impact of incidents', () => {
  it('equals the shares by definition at every instant, in merged intervals', () => {
    fc.assert(
      fc.property(parts(['x', 'y', 'z']), seatRows, (incidents, seats) => {
        const index = PlacementIndex.build(placements, seats);
        const impacts = incidentImpacts(graph, index, incidents);
        expect([...impacts.keys()].sort()).toEqual([...new Set(incidents.map(({ id }) => id))].sort());
        for (let instant = 0; instant < 20; instant++) {
          const shares = naiveShares(activeAt(incidents, instant), seats, instant);
          for (const [id, list] of impacts) {
            const given = new Map<string, State>();
            for (const impact of activeAt(list, instant)) {
              for (const customerId of impact.customerIds) {
                expect(given.has(`${customerId} ${impact.productId}`)).toBe(false);
                given.set(`${customerId} ${impact.productId}`, impact.state === 'DOWN' ? DOWN : DEGRADED);
              }
            }
            expect(given).toEqual(shares.get(id) ?? new Map());
          }
        }
        for (const list of impacts.values()) {
          const touching = list.filter((one) =>
            list.some(
              (other) =>
                other.from === one.to &&
                other.state === one.state &&
                other.productId === one.productId &&
                other.customerIds.some((id) => one.customerIds.includes(id)),
            ),
          );
          expect(touching).toEqual([]);
        }
      }),
      { numRuns: 800 },
    );
  });

  it('is shared by two incidents that are fatal only together', () => {
    const seats = [{ customerId: 'cus_a', productId: 'mail', podId: null, from: 0, to: 25 }];
    const part = (id: string, asset: string, from: number, to: number | null): Outage =>
      outageOf({ id, asset, state: DOWN, from, to, lead: null, direct: false });
    const impacts = incidentImpacts(graph, PlacementIndex.build(placements, seats), [
      part('one', 'host1', 0, 20),
      part('two', 'host2', 10, null),
      part('far', 'aside', 0, null),
    ]);
    const both = [{ productId: 'mail', state: 'DOWN', from: 10, to: 20, customerIds: ['cus_a'] }];
    expect(Object.fromEntries(impacts)).toEqual({ one: both, two: both, far: [] });
  });
});
