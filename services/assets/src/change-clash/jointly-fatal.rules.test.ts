import fc from 'fast-check';
import { AssetGraph, type AssetRow, type DependencyRow, type MinUp } from '../asset-graph/index.js';
import { computeImpact, DOWN } from '../impact/index.js';
import { fatalSets } from './jointly-fatal.rules.js';

interface Estate {
  assets: AssetRow[];
  rows: DependencyRow[];
  /** By change: the ids of the assets it takes down. */
  changes: string[][];
}

/** Groups as they are in the rows, those of which every member is needed as well. */
function groupsOf({ rows }: Estate): DependencyRow[][] {
  const groups = new Map<string, DependencyRow[]>();
  for (const row of rows) {
    const key = `${row.consumerId} ${row.group ?? ''} ${row.group === null ? row.providerId : ''}`;
    groups.set(key, [...(groups.get(key) ?? []), row]);
  }
  return [...groups.values()];
}

function neededOf(n: number, minUp: MinUp | null): number {
  if (minUp === null) return n;
  return Math.min(n, Math.max(1, 'count' in minUp ? minUp.count : Math.ceil((n * minUp.percent) / 100)));
}

/** The groups of live consumers that are below their limit while these changes are carried out. */
function lostGroups(estate: Estate, graph: AssetGraph, changes: readonly number[]): Set<number> {
  const seeds = new Map(
    changes.flatMap((change) => estate.changes[change]!.map((id) => [graph.indexOf(id)!, DOWN] as const)),
  );
  const impact = computeImpact(graph, seeds);
  const live = new Set(estate.assets.filter((asset) => asset.live).map(({ id }) => id));
  const lost = new Set<number>();
  groupsOf(estate).forEach((group, number) => {
    const members = [...new Set(group.map(({ providerId }) => providerId))].filter((id) => live.has(id));
    if (members.length === 0 || !live.has(group[0]!.consumerId)) return;
    const better = members.filter((id) => impact.stateOf(graph.indexOf(id)!) < DOWN).length;
    if (better < neededOf(members.length, group[0]!.minUp)) lost.add(number);
  });
  return lost;
}

/** Every set of changes, and whether some group is lost by it that is lost by none without one of them. */
function bruteForce(estate: Estate, graph: AssetGraph): string[] {
  const count = estate.changes.length;
  const positions = (set: number) => [...Array(count).keys()].filter((position) => set & (1 << position));
  const lostBy = [...Array(1 << count).keys()].map((set) => lostGroups(estate, graph, positions(set)));
  const found: string[] = [];
  for (let set = 0; set < 1 << count; set++) {
    const members = positions(set);
    if (members.length < 2) continue;
    const fatal = [...lostBy[set]!].some((group) =>
      members.every((member) => !lostBy[set & ~(1 << member)]!.has(group)),
    );
    if (fatal) found.push(members.join('+'));
  }
  return found.sort();
}

const found = (graph: AssetGraph, estate: Estate) =>
  fatalSets(
    graph,
    estate.changes.map((ids) => ids.map((id) => graph.indexOf(id)!)),
  );
const named = (graph: AssetGraph, estate: Estate) =>
  found(graph, estate)
    .sets.map(({ changes }) => changes.join('+'))
    .sort();

const minUps: fc.Arbitrary<MinUp | null> = fc.oneof(
  fc.constant(null),
  fc.record({ count: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ percent: fc.integer({ min: 1, max: 100 }) }),
);

/** Up to 14 assets, cycles welcome, groups of every kind, and up to 6 changes. */
const estates: fc.Arbitrary<Estate> = fc.integer({ min: 3, max: 14 }).chain((size) => {
  const asset = fc.integer({ min: 0, max: size - 1 }).map((n) => `ast_${n}`);
  const group = fc.record({
    consumer: asset,
    providers: fc.uniqueArray(asset, { minLength: 1, maxLength: 5 }),
    strength: fc.constantFrom('HARD' as const, 'HARD' as const, 'SOFT' as const),
    minUp: minUps,
  });
  return fc
    .record({
      lives: fc.array(fc.integer({ min: 0, max: 7 }), { minLength: size, maxLength: size }),
      groups: fc.array(group, { maxLength: 2 * size }),
      changes: fc.array(fc.uniqueArray(asset, { minLength: 1, maxLength: 3 }), {
        minLength: 2,
        maxLength: 6,
      }),
    })
    .map(({ lives, groups, changes }) => ({
      assets: lives.map((n, at) => ({ id: `ast_${at}`, live: n > 0 })),
      rows: groups.flatMap(({ consumer, providers, strength, minUp }, at) =>
        providers
          .filter((provider) => provider !== consumer)
          .map((providerId) => ({ consumerId: consumer, providerId, group: `g${at}`, strength, minUp })),
      ),
      changes,
    }));
});

const cluster = (nodes: number, minUp: MinUp | null, strength: 'HARD' | 'SOFT' = 'HARD'): Estate => ({
  assets: ['app', ...Array(nodes).keys()].map((id) => ({ id: `ast_${id}`, live: true })),
  rows: [...Array(nodes).keys()].map((node) => ({
    consumerId: 'ast_app',
    providerId: `ast_${node}`,
    group: 'nodes',
    strength,
    minUp,
  })),
  changes: [],
});
const graphOf = (estate: Estate) => AssetGraph.build(estate.assets, estate.rows);

describe('changes that are fatal together', () => {
  it('equal a search through every set of changes', () => {
    let fatal = 0;
    let triples = 0;
    fc.assert(
      fc.property(estates, (estate) => {
        const graph = graphOf(estate);
        const sets = bruteForce(estate, graph);
        expect(named(graph, estate)).toEqual(sets);
        fatal += sets.length;
        triples += sets.filter((set) => set.split('+').length > 2).length;
      }),
      { numRuns: 600, seed: 41 },
    );
    // The search is not about nothing.
    expect(fatal).toBeGreaterThan(200);
    expect(triples).toBeGreaterThan(30);
  });

  it('name groups that are lost by all of them and by no fewer', () => {
    fc.assert(
      fc.property(estates, (estate) => {
        const graph = graphOf(estate);
        for (const { changes, groups } of found(graph, estate).sets) {
          expect(groups.length).toBeGreaterThan(0);
          for (const group of groups) {
            const isLost = (some: readonly number[]) => {
              const seeds = new Map(
                some.flatMap((one) => estate.changes[one]!.map((id) => [graph.indexOf(id)!, DOWN] as const)),
              );
              const impact = computeImpact(graph, seeds);
              const down = [...graph.membersOf(group)].filter((member) => impact.stateOf(member) === DOWN);
              return down.length > graph.spareOf(group);
            };
            expect(isLost(changes)).toBe(true);
            for (const one of changes) expect(isLost(changes.filter((other) => other !== one))).toBe(false);
          }
        }
      }),
      { numRuns: 200, seed: 43 },
    );
  });

  it.each([
    [{ count: 1 }, [['ast_0'], ['ast_1'], ['ast_2']], ['0+1+2']],
    [{ count: 2 }, [['ast_0'], ['ast_1'], ['ast_2']], ['0+1', '0+2', '1+2']],
    [{ count: 3 }, [['ast_0'], ['ast_1'], ['ast_2']], []],
    [{ percent: 50 }, [['ast_0'], ['ast_1'], ['ast_0', 'ast_2']], ['0+1']],
    [{ count: 2 }, [['ast_0', 'ast_1'], ['ast_2']], []],
  ])('of three nodes with %j in changes %j are %j', (minUp, changes, sets) => {
    const estate = { ...cluster(3, minUp), changes };
    expect(named(graphOf(estate), estate)).toEqual(sets);
  });

  it('count a group whose loss only degrades', () => {
    const estate = { ...cluster(2, { count: 1 }, 'SOFT'), changes: [['ast_0'], ['ast_1']] };
    expect(named(graphOf(estate), estate)).toEqual(['0+1']);
  });

  it('are found in groups of 2,000 members, also with a percent', () => {
    const half = (from: number) => [...Array(600).keys()].map((node) => `ast_${from + node}`);
    // 50 % of 2,000 are needed: 1,001 have to go down, which takes two of these three.
    const estate = { ...cluster(2_000, { percent: 50 }), changes: [half(0), half(600), half(1_200)] };
    expect(named(graphOf(estate), estate)).toEqual(['0+1', '0+2', '1+2']);
    const overlapping = { ...estate, changes: [half(0), half(300), half(600)] };
    expect(named(graphOf(overlapping), overlapping)).toEqual(['0+2']);
  });

  it('say when there were too many to look at', () => {
    const changes = [...Array(40).keys()].map((node) => [`ast_${node}`]);
    const estate = { ...cluster(40, { count: 20 }), changes };
    expect(found(graphOf(estate), estate).isComplete).toBe(false);
    const pairs = { ...cluster(40, { count: 39 }), changes };
    const all = found(graphOf(pairs), pairs);
    expect(all.isComplete).toBe(false);
    expect(all.sets).toHaveLength(500);
  });
});
