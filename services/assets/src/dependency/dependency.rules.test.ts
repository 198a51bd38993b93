import {
  dependencyKey,
  groupKey,
  judgeGroup,
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
