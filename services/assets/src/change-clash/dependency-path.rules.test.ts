import fc from 'fast-check';
import { AssetGraph } from '../asset-graph/index.js';
import { pathsTo, type Direction } from './dependency-path.rules.js';

const graphOf = (
  size: number,
  edges: readonly (readonly [number, number])[],
  planned: readonly number[] = [],
) =>
  AssetGraph.build(
    [...Array(size).keys()].map((n) => ({ id: `ast_${n}`, live: !planned.includes(n) })),
    edges.map(([consumer, provider]) => ({
      consumerId: `ast_${consumer}`,
      providerId: `ast_${provider}`,
      group: 'all',
      strength: 'SOFT' as const,
      minUp: { count: 1 },
    })),
  );

describe('paths along dependencies', () => {
  it('lead to consumers or to providers, the shortest first', () => {
    // 0 depends on 1 and 2, these on 3, and 3 on 4.
    const graph = graphOf(6, [
      [0, 1],
      [0, 2],
      [1, 3],
      [2, 3],
      [3, 4],
    ]);
    expect(pathsTo(graph, [4], [[0], [3, 0], [5], []], 'CONSUMERS')).toEqual([
      [4, 3, 1, 0],
      [4, 3],
      null,
      null,
    ]);
    expect(pathsTo(graph, [0, 2], [[4], [2]], 'PROVIDERS')).toEqual([[2, 3, 4], [2]]);
    expect(pathsTo(graph, [0], [[4]], 'CONSUMERS')).toEqual([null]);
  });

  it('do not pass what is not live', () => {
    expect(
      pathsTo(
        graphOf(
          3,
          [
            [0, 1],
            [1, 2],
          ],
          [1],
        ),
        [0],
        [[2]],
        'PROVIDERS',
      ),
    ).toEqual([null]);
  });

  it('are as long as the distance in a graph with cycles', () => {
    const size = 8;
    const asset = fc.integer({ min: 0, max: size - 1 });
    const edges = fc.array(
      fc.tuple(asset, asset).filter(([a, b]) => a !== b),
      { maxLength: 20 },
    );
    const directions = fc.constantFrom<Direction>('CONSUMERS', 'PROVIDERS');
    fc.assert(
      fc.property(edges, asset, asset, directions, (given, from, to, direction) => {
        const [path] = pathsTo(graphOf(size, given), [from], [[to]], direction);
        const steps = given.map(([a, b]): [number, number] => (direction === 'PROVIDERS' ? [a, b] : [b, a]));
        let reached = new Set([from]);
        let distance: number | null = null;
        for (let step = 0; step < size && distance === null; step++) {
          if (reached.has(to)) distance = step;
          reached = new Set([...reached, ...steps.filter(([a]) => reached.has(a)).map(([, b]) => b)]);
        }
        expect(path === null ? null : path!.length - 1).toBe(distance);
        path?.slice(1).forEach((asset, at) => {
          expect(steps.some(([a, b]) => a === path[at] && b === asset)).toBe(true);
        });
      }),
      { numRuns: 300 },
    );
  });
});
