import { AssetGraph, computeImpact, type Impact, type State } from '../impact/index.js';
import { AffectedAssets } from './asset-impact.rules.js';

const chain = (consumerId: string, providerId: string) => ({
  consumerId,
  providerId,
  group: null,
  strength: 'HARD' as const,
  minUp: null,
});
const graph = AssetGraph.build(
  ['a', 'b', 'c', 'd'].map((id) => ({ id, live: true })),
  [chain('b', 'a'), chain('c', 'b')],
);
const impact = (seeds: Record<string, State>): Impact =>
  computeImpact(graph, new Map(Object.entries(seeds).map(([id, state]) => [graph.indexOf(id)!, state])));
const listed = (affected: AffectedAssets, ...args: Parameters<AffectedAssets['page']>) => {
  const { assets, hasNextPage } = affected.page(...args);
  return [assets.map(({ assetId, state, causeIds }) => [assetId, state, causeIds.join()]), hasNextPage];
};

describe('the assets that an outage reaches', () => {
  it('lists them from the worst, then by id, each with its chain', () => {
    const affected = AffectedAssets.of([{ withOutage: impact({ d: 2, a: 3 }), without: null }]);
    expect(listed(affected, 10, null, null)).toEqual([
      [
        ['a', 3, ''],
        ['b', 3, 'a'],
        ['c', 3, 'a,b'],
        ['d', 2, ''],
      ],
      false,
    ]);
    expect(affected.count(null)).toBe(4);
    expect(affected.ids.sort()).toEqual(['a', 'b', 'c', 'd']);
  });

  it('leaves out what is no worse than without it, slice by slice, and takes the worst of the rest', () => {
    const affected = AffectedAssets.of([
      { withOutage: impact({ a: 3, b: 3 }), without: impact({ b: 3 }) },
      { withOutage: impact({ a: 2, d: 2 }), without: impact({ d: 3 }) },
    ]);
    expect(listed(affected, 10, null, null)).toEqual([
      [
        ['a', 3, ''],
        ['b', 2, 'a'],
        ['c', 2, 'a,b'],
      ],
      false,
    ]);
  });

  it('pages behind a place, among what is visible', () => {
    const affected = AffectedAssets.of([{ withOutage: impact({ d: 2, a: 3 }), without: null }]);
    expect(listed(affected, 2, null, null)).toEqual([
      [
        ['a', 3, ''],
        ['b', 3, 'a'],
      ],
      true,
    ]);
    expect(listed(affected, 2, { state: 3, assetId: 'b' }, null)).toEqual([
      [
        ['c', 3, 'a,b'],
        ['d', 2, ''],
      ],
      false,
    ]);
    expect(listed(affected, 1, { state: 3, assetId: 'bb' }, null)).toEqual([[['c', 3, 'a,b']], true]);
    expect(listed(affected, 1, null, new Set(['c', 'd']))).toEqual([[['c', 3, 'a,b']], true]);
    expect(affected.count(new Set(['c', 'd', 'elsewhere']))).toBe(2);
    expect(listed(AffectedAssets.of([]), 1, null, null)).toEqual([[], false]);
  });

  it('outlives changes of the graph', () => {
    const own = AssetGraph.build(
      ['a', 'b'].map((id) => ({ id, live: true })),
      [chain('b', 'a')],
    );
    const affected = AffectedAssets.of([
      { withOutage: computeImpact(own, new Map([[0, 3 as State]])), without: null },
    ]);
    own.apply({ consumers: [{ consumerId: 'b', dependencies: [] }] });
    expect(listed(affected, 5, null, null)).toEqual([
      [
        ['a', 3, ''],
        ['b', 3, 'a'],
      ],
      false,
    ]);
  });
});
