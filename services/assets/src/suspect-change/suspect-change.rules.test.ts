import fc from 'fast-check';
import { AssetGraph } from '../impact/index.js';
import {
  FARTHEST,
  MOST,
  relatedAssets,
  suspectsOf,
  type CarriedOut,
  type RelatedAsset,
} from './suspect-change.rules.js';

const HOUR = 3_600_000;
const AT = Date.parse('2026-03-10T12:00:00.000Z');

const live = (id: string) => ({ id, live: true });
const needs = (consumerId: string, providerId: string, group: string | null = null) => ({
  consumerId,
  providerId,
  group,
  strength: 'HARD' as const,
  minUp: group === null ? null : { count: 1 },
});

/** shop → app → {db-1 | db-2} → disk; mail stands alone. */
const graph = AssetGraph.build(['shop', 'app', 'db-1', 'db-2', 'disk', 'mail'].map(live), [
  needs('shop', 'app'),
  needs('app', 'db-1', 'databases'),
  needs('app', 'db-2', 'databases'),
  needs('db-1', 'disk'),
]);

const carriedOut = (id: string, assetIds: string[], over: Partial<CarriedOut> = {}): CarriedOut => ({
  id,
  kind: 'NORMAL',
  outcome: 'SUCCEEDED',
  assetIds,
  from: AT - 3 * HOUR,
  to: AT - 2 * HOUR,
  ...over,
});

describe('what is related to an incident', () => {
  it('is what is hit, what that needs, group or not, and what suffers', () => {
    expect([...relatedAssets(graph, ['app', 'gone', 'app']).values()]).toEqual([
      { id: 'app', relation: 'HIT', hops: 0 },
      { id: 'db-1', relation: 'PROVIDER', hops: 1 },
      { id: 'db-2', relation: 'PROVIDER', hops: 1 },
      { id: 'disk', relation: 'PROVIDER', hops: 2 },
      { id: 'shop', relation: 'AFFECTED', hops: 0 },
    ]);
    expect(relatedAssets(graph, [])).toEqual(new Map());
  });

  it('is at its shortest distance, as a search that relaxes every dependency finds it', () => {
    const size = 14;
    const node = fc.integer({ min: 0, max: size - 1 });
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.tuple(node, node), {
          maxLength: 40,
          selector: ([consumer, provider]) => `${consumer} ${provider}`,
        }),
        fc.uniqueArray(node, { minLength: 1, maxLength: 3 }),
        (edges, hit) => {
          const random = AssetGraph.build(
            Array.from({ length: size }, (_, n) => live(`n${n}`)),
            edges.map(([consumer, provider]) => needs(`n${consumer}`, `n${provider}`)),
          );
          const hops = Array.from({ length: size }, (_, n) => (hit.includes(n) ? 0 : Infinity));
          for (let round = 0; round < size; round++) {
            for (const [consumer, provider] of edges) {
              hops[provider] = Math.min(hops[provider]!, hops[consumer]! + 1);
            }
          }
          const related = relatedAssets(
            random,
            hit.map((n) => `n${n}`),
          );
          for (const [n, expected] of hops.entries()) {
            const found = related.get(`n${n}`);
            if (expected <= FARTHEST) expect(found?.hops).toBe(expected);
            else expect(found === undefined || found.relation === 'AFFECTED').toBe(true);
          }
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('suspects', () => {
  it('are ranked by place, time, outcome and kind, with the parts shown', () => {
    const related = relatedAssets(graph, ['app']);
    const suspects = suspectsOf(AT, 24 * HOUR, related, [
      carriedOut('on disk, just over, failed', ['disk'], { outcome: 'FAILED', to: AT, kind: 'EMERGENCY' }),
      carriedOut('on app, 12 h ago', ['app', 'mail'], { to: AT - 12 * HOUR, from: AT - 13 * HOUR }),
      carriedOut('on shop, under way', ['shop'], { to: null, outcome: null, kind: 'STANDARD' }),
      carriedOut('elsewhere', ['mail']),
      carriedOut('began later', ['app'], { from: AT + 1, to: null }),
      carriedOut('too long ago', ['app'], { from: AT - 30 * HOUR, to: AT - 24 * HOUR }),
    ]);
    // 45 × 0.75² = 25.3125, 35, 15, 5; 45, 35 × ½, 0, 2; 45 × ¼, 35, 15 × ⅓, 0.
    expect(suspects.map(({ changeId, score }) => [changeId, score])).toEqual([
      ['on disk, just over, failed', 80.31],
      ['on app, 12 h ago', 64.5],
      ['on shop, under way', 51.25],
    ]);
    expect(suspects[1]).toEqual({
      changeId: 'on app, 12 h ago',
      score: 64.5,
      parts: [
        { name: 'place', value: 45, most: 45, because: 'It touched what is hit.' },
        {
          name: 'time',
          value: 17.5,
          most: 35,
          because: 'It was over 720 minutes before the incident began.',
        },
        { name: 'outcome', value: 0, most: 15, because: 'Its outcome is SUCCEEDED.' },
        { name: 'kind', value: 2, most: 5, because: 'A change of kind NORMAL.' },
      ],
      related: [{ id: 'app', relation: 'HIT', hops: 0 }],
    });
  });

  it('have scores in bounds that are the sum of their parts, in falling order, whatever was carried out', () => {
    const asset = fc.constantFrom('app', 'db-1', 'disk', 'shop', 'mail');
    const change = fc.record({
      id: fc.uuid(),
      kind: fc.constantFrom('STANDARD', 'NORMAL', 'EMERGENCY'),
      outcome: fc.constantFrom('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES', 'FAILED', 'ROLLED_BACK', null),
      assetIds: fc.uniqueArray(asset, { minLength: 1 }),
      from: fc.integer({ min: AT - 60 * HOUR, max: AT + HOUR }),
      to: fc.option(fc.integer({ min: AT - 60 * HOUR, max: AT + 2 * HOUR })),
    });
    const related: ReadonlyMap<string, RelatedAsset> = relatedAssets(graph, ['app']);
    fc.assert(
      fc.property(fc.array(change), fc.integer({ min: 1, max: 48 }), (changes, hours) => {
        const suspects = suspectsOf(AT, hours * HOUR, related, changes as CarriedOut[]);
        for (const [place, { score, parts }] of suspects.entries()) {
          expect(score).toBeCloseTo(
            parts.reduce((sum, { value }) => sum + value, 0),
            6,
          );
          for (const { name, value, most } of parts) {
            expect(most).toBe(MOST[name]);
            expect(value).toBeGreaterThanOrEqual(0);
            expect(value).toBeLessThanOrEqual(most);
          }
          expect(score).toBeLessThanOrEqual(suspects[place - 1]?.score ?? 100);
        }
        const expected = changes.filter(
          ({ assetIds, from, to }) =>
            assetIds.some((id) => id !== 'mail') && from <= AT && (to === null || AT - to < hours * HOUR),
        );
        expect(new Set(suspects.map(({ changeId }) => changeId))).toEqual(
          new Set(expected.map(({ id }) => id)),
        );
      }),
      { numRuns: 200 },
    );
  });
});
