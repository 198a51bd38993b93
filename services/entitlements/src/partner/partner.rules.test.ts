import fc from 'fast-check';
import { layersOf, MOST_LEVELS, PartnerHierarchy } from './partner.rules.js';

/** Moves among ten partners; parent 10 stands for nobody. */
const moves = fc.array(fc.tuple(fc.nat(9), fc.nat(10)), { maxLength: 60 });
const name = (number: number) => (number === 10 ? null : `p${number}`);

/** The same in the plainest way: a map of parents, tried and taken back. */
function plainly(steps: [number, number][]): { parents: Map<string, string | null>; refused: boolean[] } {
  const parents = new Map<string, string | null>();
  const depthOf = (id: string): number => {
    let depth = 0;
    for (let one: string | null = id; one !== null && depth <= 20; one = parents.get(one) ?? null) depth += 1;
    return depth;
  };
  const refused = steps.map(([child, parent]) => {
    const id = `p${child}`;
    const before = parents.get(id) ?? null;
    parents.set(id, name(parent));
    const wrong = Array.from({ length: 10 }, (_, n) => depthOf(`p${n}`)).some((depth) => depth > MOST_LEVELS);
    if (wrong) parents.set(id, before);
    return wrong;
  });
  return { parents, refused };
}

describe('the hierarchy of partners', () => {
  it('refuses exactly the moves that make a cycle or stand too deep', () => {
    fc.assert(
      fc.property(moves, (steps) => {
        const hierarchy = new PartnerHierarchy([]);
        const refused = steps.map(([child, parent]) => {
          try {
            hierarchy.place(`p${child}`, name(parent), []);
            return false;
          } catch {
            return true;
          }
        });
        const plain = plainly(steps);
        expect(refused).toEqual(plain.refused);
        for (let number = 0; number < 10; number += 1) {
          const id = `p${number}`;
          expect(hierarchy.parentOf(id)).toBe(plain.parents.get(id) ?? null);
          const lineage = hierarchy.lineageOf(id);
          expect(new Set(lineage).size).toBe(lineage.length);
          const below = Array.from({ length: 10 }, (_, n) => `p${n}`).filter((one) =>
            hierarchy.lineageOf(one).includes(id),
          );
          expect(hierarchy.subtreeOf(id).sort()).toEqual(below.sort());
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says which of the two it refuses', () => {
    const chain = Array.from({ length: MOST_LEVELS }, (_, n) => [`c${n}`, n ? `c${n - 1}` : null] as const);
    const hierarchy = new PartnerHierarchy([...chain, ['solo', null]]);
    const codeOf = (fn: () => void) => {
      try {
        fn();
        return null;
      } catch (error) {
        return (error as { code: string }).code;
      }
    };
    expect(codeOf(() => hierarchy.place('c0', 'c7', ['parentId']))).toBe('PARTNER_CYCLE');
    expect(codeOf(() => hierarchy.place('c0', 'c0', ['parentId']))).toBe('PARTNER_CYCLE');
    expect(codeOf(() => hierarchy.place('solo', 'c7', ['parentId']))).toBe('PARTNERS_TOO_DEEP');
    expect(codeOf(() => hierarchy.place('c0', 'solo', ['parentId']))).toBe('PARTNERS_TOO_DEEP');
    expect(codeOf(() => hierarchy.admit('c7', []))).toBe('PARTNERS_TOO_DEEP');
    expect(codeOf(() => hierarchy.admit('c6', []))).toBeNull();
    expect(codeOf(() => hierarchy.place('solo', 'c6', []))).toBeNull();
    expect(hierarchy.lineageOf('solo')).toEqual(['solo', 'c6', 'c5', 'c4', 'c3', 'c2', 'c1', 'c0']);
  });
});

describe('rows that name one another', () => {
  it('come after the rows they name, whatever their order', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3, 4, 5, 6, 7], { minLength: 8 }), moves, (order, steps) => {
        const parents = plainly(
          steps.filter(([child, parent]) => child < 8 && (parent < 8 || parent === 10)),
        ).parents;
        const rows = order.map((n) => ({ key: `p${n}`, parent: parents.get(`p${n}`) ?? null }));
        const { layers, circular } = layersOf(
          rows,
          (row) => row.key,
          (row) => row.parent,
        );
        expect(circular).toEqual([]);
        const seen = new Set<string>();
        for (const layer of layers) {
          for (const row of layer) expect(row.parent === null || seen.has(row.parent)).toBe(true);
          for (const row of layer) seen.add(row.key);
        }
        expect(seen.size).toBe(8);
      }),
      { numRuns: 200 },
    );
  });

  it('come back where they wait for one another', () => {
    const rows = [
      ['a', 'b'],
      ['b', 'a'],
      ['c', 'a'],
      ['d', 'elsewhere'],
      ['e', 'e'],
    ] as const;
    expect(
      layersOf(
        rows,
        ([key]) => key,
        ([, parent]) => parent,
      ),
    ).toEqual({ layers: [[rows[3]]], circular: [rows[0], rows[1], rows[2], rows[4]] });
  });
});
