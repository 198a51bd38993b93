import fc from 'fast-check';
import { AssetGraph } from '../asset-graph/index.js';
import { computeImpact } from './impact.rules.js';
import { PlacementIndex } from './placement.rules.js';
import type { PlacementRow, SubscriptionRow } from './placement.rules.js';
import type { DirectHit } from './slices.rules.js';
import { AT_RISK, DEGRADED, DOWN, UP } from './state.rules.js';
import type { State } from './state.rules.js';

type Answer = Record<string, [State, string]>;

/** Every customer × product against every placement, as the definition reads. */
function naiveHits(
  states: ReadonlyMap<string, State>,
  placements: readonly PlacementRow[],
  subscriptions: readonly SubscriptionRow[],
  direct: readonly DirectHit[],
  at: number,
): Answer {
  const active = subscriptions.filter((row) => row.from <= at && (row.to === null || row.to > at));
  const answer: Answer = {};
  for (const { customerId, productId } of active) {
    const own = active.filter((row) => row.customerId === customerId);
    const matched: [State, string][] = [];
    const sources = [
      ...placements.map((row) => ({ ...row, state: states.get(row.assetId) ?? UP })),
      ...direct.map((row) => ({ ...row, podId: null, assetId: '~' })),
    ];
    for (const row of sources) {
      if (row.state < DEGRADED) continue;
      if (row.productId === null && row.podId === null && row.customerId === null) continue;
      if (row.customerId !== null && row.customerId !== customerId) continue;
      if (row.productId !== null && row.productId !== productId) continue;
      const onPod = own.filter((seat) => seat.podId === row.podId);
      const there = row.productId === null ? onPod : onPod.filter((seat) => seat.productId === productId);
      if (row.podId !== null && there.length === 0) continue;
      matched.push([row.state, row.assetId]);
    }
    matched.sort(([a, x], [b, y]) => b - a || (x < y ? -1 : x > y ? 1 : 0));
    if (matched[0]) answer[`${customerId} ${productId}`] = matched[0];
  }
  return answer;
}

function hitsOf(
  index: PlacementIndex,
  states: ReadonlyMap<string, State>,
  direct: readonly DirectHit[],
  at: number,
): Answer {
  const graph = AssetGraph.build(
    [...states.keys()].map((id) => ({ id, live: true })),
    [],
  );
  const impact = computeImpact(graph, new Map([...states].map(([id, state]) => [graph.indexOf(id)!, state])));
  const hits = index.hits(impact, direct, at);
  const answer: Answer = {};
  for (const pair of hits.pairs) {
    const asset = hits.assetOf(pair);
    const key = `${index.customerOf(pair)} ${index.productOf(pair)}`;
    answer[key] = [hits.stateOf(pair), asset === -1 ? '~' : graph.idOf(asset)];
  }
  return answer;
}

const customers = fc.constantFrom('cus_a', 'cus_b', 'cus_c', 'cus_d');
const products = fc.constantFrom('prd_a', 'prd_b', 'prd_c');
const pods = fc.constantFrom('pod_a', 'pod_b');
const assetIds = ['ast_c', 'ast_a', 'ast_d', 'ast_b'];
const or = <T>(values: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(values, { nil: null, freq: 2 });
const placementRows = fc.array(
  fc.record({
    assetId: fc.constantFrom(...assetIds),
    productId: or(products),
    podId: or(pods),
    customerId: or(customers),
  }),
  { maxLength: 8 },
);
const subscriptionRows = fc.array(
  fc
    .record({
      customerId: customers,
      productId: products,
      podId: or(pods),
      from: fc.integer({ min: 0, max: 6 }),
      length: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null }),
    })
    .map(({ length, ...row }) => ({ ...row, to: length === null ? null : row.from + length })),
  { maxLength: 12 },
);
const stateMaps = fc
  .array(fc.constantFrom<State>(UP, AT_RISK, DEGRADED, DOWN), { minLength: 4, maxLength: 4 })
  .map((states) => new Map(states.map((state, n) => [assetIds[n]!, state])));
const directHits = fc.array(
  fc.record({
    productId: or(products),
    customerId: or(customers),
    state: fc.constantFrom<State>(AT_RISK, DEGRADED, DOWN),
  }),
  { maxLength: 2 },
);
const instants = fc.integer({ min: 0, max: 10 });

describe('placements', () => {
  it('hit the customers that naive matching finds, in its state and by its asset', () => {
    fc.assert(
      fc.property(
        placementRows,
        subscriptionRows,
        stateMaps,
        directHits,
        instants,
        (rows, subscriptions, states, direct, at) => {
          const index = PlacementIndex.build(rows, subscriptions);
          expect(hitsOf(index, states, direct, at)).toEqual(
            naiveHits(states, rows, subscriptions, direct, at),
          );
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('kept up to date equal placements built anew', () => {
    fc.assert(
      fc.property(
        fc.tuple(placementRows, placementRows),
        fc.tuple(subscriptionRows, subscriptionRows),
        fc.tuple(fc.subarray(assetIds), fc.subarray(['cus_a', 'cus_b', 'cus_c', 'cus_d'])),
        stateMaps,
        instants,
        ([rows, newRows], [subscriptions, newSubscriptions], [assets, ids], states, at) => {
          const index = PlacementIndex.build(rows, subscriptions);
          for (const id of assets) {
            index.setAssetPlacements(
              id,
              newRows.filter((row) => row.assetId === id),
            );
          }
          for (const id of ids) {
            index.setCustomerSubscriptions(
              id,
              newSubscriptions.filter((row) => row.customerId === id),
            );
          }
          const presentRows = [
            ...rows.filter((row) => !assets.includes(row.assetId)),
            ...newRows.filter((row) => assets.includes(row.assetId)),
          ];
          const presentSubscriptions = [
            ...subscriptions.filter((row) => !ids.includes(row.customerId)),
            ...newSubscriptions.filter((row) => ids.includes(row.customerId)),
          ];
          expect(hitsOf(index, states, [], at)).toEqual(
            naiveHits(states, presentRows, presentSubscriptions, [], at),
          );
        },
      ),
      { numRuns: 800 },
    );
  });

  const seat = (customerId: string, productId: string, podId: string | null): SubscriptionRow => ({
    customerId,
    productId,
    podId,
    from: 0,
    to: null,
  });
  const seats = [seat('cus_a', 'mail', 'p1'), seat('cus_a', 'chat', null), seat('cus_b', 'mail', 'p2')];
  const matched = (selector: Partial<PlacementRow>): string[] => {
    const placement = { assetId: 'x', productId: null, podId: null, customerId: null, ...selector };
    return Object.keys(
      hitsOf(PlacementIndex.build([placement], seats), new Map([['x', DOWN as State]]), [], 0),
    ).sort();
  };

  it('on a pod hit all products of the customers there; with a product, that one on that pod', () => {
    expect(matched({ podId: 'p1' })).toEqual(['cus_a chat', 'cus_a mail']);
    expect(matched({ podId: 'p1', productId: 'mail' })).toEqual(['cus_a mail']);
    expect(matched({ podId: 'p1', productId: 'chat' })).toEqual([]);
    expect(matched({ productId: 'mail' })).toEqual(['cus_a mail', 'cus_b mail']);
    expect(matched({ customerId: 'cus_a' })).toEqual(['cus_a chat', 'cus_a mail']);
    expect(matched({ customerId: 'cus_a', podId: 'p2' })).toEqual([]);
    expect(matched({})).toEqual([]);
  });

  it('of an asset AT_RISK hit nobody', () => {
    const index = PlacementIndex.build(
      [{ assetId: 'x', productId: 'mail', podId: null, customerId: null }],
      seats,
    );
    expect(hitsOf(index, new Map([['x', AT_RISK as State]]), [], 0)).toEqual({});
  });

  it('gather customers hit alike into one pattern', () => {
    const graph = AssetGraph.build([{ id: 'x', live: true }], []);
    const rows = [{ assetId: 'x', productId: 'mail', podId: null, customerId: null }];
    const index = PlacementIndex.build(rows, seats);
    const hits = index.hits(computeImpact(graph, new Map([[0, DEGRADED]])), [], 0);
    expect(index.patternsOf(hits)).toEqual([
      { productId: 'mail', state: DEGRADED, asset: 0, customerIds: ['cus_a', 'cus_b'] },
    ]);
  });
});
