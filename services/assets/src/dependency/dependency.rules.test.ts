import * as fc from 'fast-check';
import {
  dependencyKey,
  groupKey,
  judgeGroup,
  mergeDependencies,
  parseMinUp,
  writeMinUp,
  type DependencyTerms,
} from './dependency.rules.js';

const terms = (providerId: string, changes: Partial<DependencyTerms> = {}): DependencyTerms => ({
  consumerId: 'x',
  providerId,
  group: 'g',
  strength: 'HARD',
  minUp: { count: 2 },
  ...changes,
});

describe('a minimum', () => {
  it('is written as it is read', () => {
    expect([parseMinUp(' 2 '), parseMinUp('50%'), parseMinUp('50 %')]).toEqual([
      { count: 2 },
      { percent: 50 },
      { percent: 50 },
    ]);
    expect([writeMinUp({ count: 2 }), writeMinUp({ percent: 50 }), writeMinUp(null)]).toEqual([
      '2',
      '50%',
      null,
    ]);
    for (const text of ['', '-1', '1.5', 'half', '%']) expect(() => parseMinUp(text)).toThrow('minUp');
  });
});

describe('keys', () => {
  it('tell groups and dependencies apart', () => {
    expect(groupKey(terms('a'))).toBe(groupKey(terms('b')));
    expect(groupKey(terms('a', { group: null }))).not.toBe(groupKey(terms('b', { group: null })));
    expect(dependencyKey(terms('a'))).not.toBe(dependencyKey(terms('a', { group: null })));
  });
});

describe('a group', () => {
  it('is accepted with what is on record of it', () => {
    const given = [terms('b')];
    expect(judgeGroup({ recorded: [terms('a')], given })).toEqual({ accepted: given, refused: [] });
  });

  it('is refused whole where it disagrees or asks for too many', () => {
    const verdictOf = (recorded: DependencyTerms[], given: DependencyTerms[]) => {
      const { accepted, refused } = judgeGroup({ recorded, given });
      return [
        accepted.length,
        ...refused.map(({ given: one, violation }) => `${one.providerId} ${violation.code}`),
      ];
    };
    expect(verdictOf([terms('a')], [terms('b', { strength: 'SOFT' }), terms('c')])).toEqual([
      0,
      'b GROUP_DISAGREES',
      'c GROUP_DISAGREES',
    ]);
    expect(verdictOf([], [terms('a')])).toEqual([0, 'a MIN_UP_ABOVE_GROUP']);
    expect(verdictOf([], [terms('x'), terms('a')])).toEqual([0, 'x SELF_DEPENDENCY', 'a MIN_UP_ABOVE_GROUP']);
    expect(verdictOf([], [terms('x'), terms('a'), terms('b')])).toEqual([2, 'x SELF_DEPENDENCY']);
  });
});

describe('dependencies of duplicates', () => {
  const terms = (
    consumerId: string,
    providerId: string,
    group: string | null = null,
    strength: 'HARD' | 'SOFT' = 'HARD',
  ) => ({ consumerId, providerId, group, strength, minUp: null });

  it('become those of the asset, whatever they were', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const dependency = fc
      .tuple(fc.constantFrom(...ids), fc.constantFrom(...ids), fc.constantFrom(null, 'g'))
      .filter(([consumer, provider]) => consumer !== provider)
      .map(([consumer, provider, group]) => terms(consumer, provider, group));
    fc.assert(
      fc.property(
        fc.uniqueArray(dependency, { selector: dependencyKey, maxLength: 20 }),
        fc.subarray(['b', 'c'], { minLength: 1 }),
        (inForce, duplicates) => {
          const merged = mergeDependencies(inForce, new Set(duplicates), 'a');
          if ('code' in merged) throw new Error('groups of one strength and minimum always stand');
          const ended = new Set(merged.ended.map(dependencyKey));
          const after = [...inForce.filter((one) => !ended.has(dependencyKey(one))), ...merged.saved];
          const renamed = (id: string) => (duplicates.includes(id) ? 'a' : id);
          const expected = new Set(
            inForce
              .map(({ consumerId, providerId, group }) =>
                terms(renamed(consumerId), renamed(providerId), group),
              )
              .filter(({ consumerId, providerId }) => consumerId !== providerId)
              .map(dependencyKey),
          );
          expect(after.map(dependencyKey).sort()).toEqual([...expected].sort());
        },
      ),
    );
  });

  it('are as strict as the stricter of two, and refused where groups disagree', () => {
    const soft = terms('x', 'a', null, 'SOFT');
    expect(mergeDependencies([soft, terms('x', 'b')], new Set(['b']), 'a')).toEqual({
      saved: [terms('x', 'a')],
      ended: [terms('x', 'b')],
    });
    expect(mergeDependencies([terms('x', 'a'), terms('x', 'b', null, 'SOFT')], new Set(['b']), 'a')).toEqual({
      saved: [],
      ended: [terms('x', 'b', null, 'SOFT')],
    });
    const disagreeing = [terms('a', 'x', 'g'), terms('b', 'y', 'g', 'SOFT')];
    expect(mergeDependencies(disagreeing, new Set(['b']), 'a')).toMatchObject({ code: 'GROUP_DISAGREES' });
    const pair = ['a', 'b'].map((provider) => ({ ...terms('x', provider, 'g'), minUp: { count: 2 } }));
    expect(mergeDependencies(pair, new Set(['b']), 'a')).toMatchObject({ code: 'MIN_UP_ABOVE_GROUP' });
  });
});
