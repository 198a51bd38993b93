import fc from 'fast-check';
import { AssetGraph, type DependencyRow } from '../asset-graph/index.js';
import { computeImpact, DOWN, PlacementIndex } from '../impact/index.js';
import { FatalSearches, jointlyFatal } from './fatal-change.rules.js';
import type { PlannedChange } from './overlap.rules.js';

const SIZE = 7;
const ids = [...Array(SIZE).keys()].map((n) => `ast_${n}`);

const asset = fc.integer({ min: 0, max: SIZE - 1 }).map((n) => `ast_${n}`);
const group = fc.record({
  consumer: asset,
  providers: fc.uniqueArray(asset, { minLength: 2, maxLength: 4 }),
  strength: fc.constantFrom('HARD' as const, 'HARD' as const, 'SOFT' as const),
  count: fc.integer({ min: 1, max: 3 }),
});
const rows = fc.array(group, { minLength: 3, maxLength: 9 }).map((groups) =>
  groups.flatMap(({ consumer, providers, strength, count }, at): DependencyRow[] =>
    providers
      .filter((provider) => provider !== consumer)
      .map((providerId) => ({
        consumerId: consumer,
        providerId,
        group: `g${at}`,
        strength,
        minUp: { count },
      })),
  ),
);
const change = fc
  .record({
    assetIds: fc.uniqueArray(asset, { minLength: 1, maxLength: 2 }),
    from: fc.integer({ min: 0, max: 5 }),
    length: fc.integer({ min: 1, max: 4 }),
    committed: fc.integer({ min: 0, max: 3 }).map((n) => n > 0),
    state: fc.constantFrom('DOWN' as const, 'DOWN' as const, 'DOWN' as const, 'DEGRADED' as const),
  })
  .map(({ length, state, ...rest }) => ({ ...rest, to: rest.from + length, expectedState: state }));
const changes = fc.array(change, { minLength: 3, maxLength: 5 }).map((given) =>
  given.map((one, at): PlannedChange => ({
    ...one,
    id: `chg_${at}`,
    title: '',
    isEmergency: false,
    implementerIds: [],
  })),
);

const subsetsOf = <T>(all: readonly T[]): T[][] =>
  [...Array(1 << all.length).keys()].map((bits) => all.filter((_, at) => bits & (1 << at)));

describe('changes fatal together at one instant', () => {
  it('equal a search through every set at every instant, with what customers lose', () => {
    let blocking = 0;
    let warnings = 0;
    fc.assert(
      fc.property(rows, changes, (given, [own, ...others]) => {
        const graph = AssetGraph.build(
          ids.map((id) => ({ id, live: true })),
          given,
        );
        const placements = PlacementIndex.build(
          [{ assetId: 'ast_0', productId: 'prd_1', podId: null, customerId: null }],
          ['cus_1', 'cus_2'].map((customerId) => ({
            customerId,
            productId: 'prd_1',
            podId: null,
            from: 0,
            to: null,
          })),
        );
        const lost = (some: readonly PlannedChange[]) => {
          const seeds = new Map(
            some.flatMap(({ assetIds }) => assetIds.map((id) => [graph.indexOf(id)!, DOWN] as const)),
          );
          const impact = computeImpact(graph, seeds);
          const groups = new Set<number>();
          for (let number = 0; number < graph.groupCount; number++) {
            const down = [...graph.membersOf(number)].filter((member) => impact.stateOf(member) === DOWN);
            if (down.length > graph.spareOf(number)) groups.add(number);
          }
          return { groups, product: impact.stateOf(graph.indexOf('ast_0')!) === DOWN };
        };
        const expected = new Map<string, string>();
        for (let instant = own!.from; instant < own!.to; instant++) {
          const active = others.filter(
            ({ from, to, expectedState }) => from <= instant && instant < to && expectedState === 'DOWN',
          );
          for (const some of own!.expectedState === 'DOWN' ? subsetsOf(active) : []) {
            if (some.length === 0) continue;
            const set = [own!, ...some];
            const all = lost(set);
            const fewer = set.map((left) => lost(set.filter((one) => one !== left)));
            if (![...all.groups].some((number) => fewer.every(({ groups }) => !groups.has(number)))) continue;
            const hits = all.product && fewer.every(({ product }) => !product);
            const committed = some.every((one) => one.committed);
            expected.set(
              some.map(({ id }) => id).join(),
              committed ? (hits ? 'BLOCKING 2' : 'WARNING 0') : `INFO ${hits ? 2 : 0}`,
            );
          }
        }
        const found = jointlyFatal(own!, others, new FatalSearches({ graph, placements })).map(
          ({ changeIds, severity, customerCount }) =>
            [changeIds.toSorted().join(), `${severity} ${customerCount}`] as const,
        );
        expect(new Map(found)).toEqual(expected);
        // Searched for all of them together, each is told the same.
        const searches = new FatalSearches({ graph, placements });
        const together = [own!, ...others].map((one) =>
          jointlyFatal(
            one,
            [own!, ...others].filter((other) => other !== one),
            searches,
          ),
        );
        const apart = [own!, ...others].map((one) =>
          jointlyFatal(
            one,
            [own!, ...others].filter((other) => other !== one),
            new FatalSearches({ graph, placements }),
          ),
        );
        expect(together).toEqual(apart);
        expect(found).toHaveLength(expected.size);
        const told = [...expected.values()];
        blocking += told.filter((text) => text.startsWith('BLOCKING')).length;
        warnings += told.filter((text) => text.startsWith('WARNING')).length;
      }),
      { numRuns: 400, seed: 47 },
    );
    expect(blocking).toBeGreaterThan(5);
    expect(warnings).toBeGreaterThan(20);
  });

  it('name the group that is lost first on the way to whoever loses most', () => {
    const pair = (consumerId: string, providers: string[], name: string): DependencyRow[] =>
      providers.map((providerId) => ({
        consumerId,
        providerId,
        group: name,
        strength: 'HARD',
        minUp: { count: 1 },
      }));
    const graph = AssetGraph.build(
      ids.map((id) => ({ id, live: true })),
      [
        ...pair('ast_0', ['ast_1', 'ast_6'], 'late'),
        ...pair('ast_1', ['ast_2', 'ast_3'], 'early'),
        ...pair('ast_6', ['ast_1'], 'alone'),
      ],
    );
    const placements = PlacementIndex.build([], []);
    const down = (id: string, assetId: string): PlannedChange => ({
      id,
      title: id,
      committed: true,
      isEmergency: false,
      expectedState: 'DOWN',
      assetIds: [assetId],
      implementerIds: [],
      from: 0,
      to: 1,
    });
    const [found, ...more] = jointlyFatal(
      down('chg_a', 'ast_2'),
      [down('chg_b', 'ast_3')],
      new FatalSearches({ graph, placements }),
    );
    expect(more).toEqual([]);
    expect(found!.group).toEqual({
      consumerId: 'ast_1',
      memberIds: ['ast_2', 'ast_3'],
      memberCount: 2,
      downCount: 2,
      needed: 1,
    });
  });

  it('say when there were too many, and still name those agreed on', () => {
    const nodes = [...Array(70).keys()].map((n) => `ast_n${n}`);
    const graph = AssetGraph.build(
      ['ast_app', ...nodes].map((id) => ({ id, live: true })),
      nodes.map((providerId) => ({
        consumerId: 'ast_app',
        providerId,
        group: 'nodes',
        strength: 'HARD',
        minUp: { count: 69 },
      })),
    );
    const all = nodes.map((id, at): PlannedChange => ({
      id: `chg_${at}`,
      title: id,
      committed: at > 66,
      isEmergency: false,
      expectedState: 'DOWN',
      assetIds: [id],
      implementerIds: [],
      from: 0,
      to: 1,
    }));
    const found = jointlyFatal(
      all[0]!,
      all.slice(1),
      new FatalSearches({ graph, placements: PlacementIndex.build([], []) }),
    );
    expect(found).toHaveLength(51);
    expect(found.slice(0, 4).map(({ changeIds, severity }) => [severity, ...changeIds])).toEqual([
      ['WARNING', 'chg_67'],
      ['WARNING', 'chg_68'],
      ['WARNING', 'chg_69'],
      ['INFO', 'chg_1'],
    ]);
    expect(found.at(-1)).toMatchObject({
      key: 'JOINTLY_FATAL',
      changeIds: [],
      group: null,
      severity: 'WARNING',
    });
  });
});
