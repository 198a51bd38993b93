import { checkDependencies } from './dependency-groups.rules.js';
import type { DependencyRow } from './dependency-groups.rules.js';

const row = (providerId: string, terms: Partial<DependencyRow> = {}): DependencyRow => ({
  consumerId: 'app',
  providerId,
  group: 'db',
  strength: 'HARD',
  minUp: null,
  ...terms,
});
const codes = (...rows: DependencyRow[]): string[] => checkDependencies(rows).map(({ code }) => code);

describe('dependency check', () => {
  it('accepts groups whose rows agree', () => {
    expect(codes(row('a', { minUp: { count: 2 } }), row('b', { minUp: { count: 2 } }))).toEqual([]);
    expect(codes(row('a', { group: null }), row('b', { group: null, strength: 'SOFT' }))).toEqual([]);
    expect(codes(row('a', { minUp: { percent: 100 } }), row('b', { minUp: { percent: 100 } }))).toEqual([]);
    expect(codes(row('a'), row('b', { consumerId: 'other', strength: 'SOFT' }))).toEqual([]);
  });

  it('refuses an asset depending on itself', () => {
    expect(checkDependencies([row('app', { group: null })])).toEqual([
      {
        code: 'SELF_DEPENDENCY',
        message: 'Asset app cannot depend on itself.',
        consumerId: 'app',
        group: null,
      },
    ]);
  });

  it('refuses rows of one group that differ in strength or minUp', () => {
    expect(codes(row('a'), row('b', { strength: 'SOFT' }))).toEqual(['GROUP_DISAGREES']);
    expect(codes(row('a', { minUp: { count: 1 } }), row('b'))).toEqual(['GROUP_DISAGREES']);
    expect(codes(row('a', { minUp: { count: 1 } }), row('b', { minUp: { percent: 1 } }))).toEqual([
      'GROUP_DISAGREES',
    ]);
    expect(codes(row('a', { minUp: { percent: 50 } }), row('b', { minUp: { percent: 51 } }))).toEqual([
      'GROUP_DISAGREES',
    ]);
  });

  it('refuses a count above the distinct members of the group', () => {
    expect(codes(row('a', { minUp: { count: 3 } }), row('b', { minUp: { count: 3 } }))).toEqual([
      'MIN_UP_ABOVE_GROUP',
    ]);
    expect(codes(row('a', { minUp: { count: 2 } }), row('a', { minUp: { count: 2 } }))).toEqual([
      'MIN_UP_ABOVE_GROUP',
    ]);
    expect(codes(row('a', { group: null, minUp: { count: 2 } }))).toEqual(['MIN_UP_ABOVE_GROUP']);
  });

  it('refuses counts below one, percents outside 1..100 and fractions', () => {
    for (const minUp of [{ count: 0 }, { count: 0.5 }, { percent: 0 }, { percent: 101 }, { percent: 1.5 }]) {
      expect(codes(row('a', { minUp }))).toEqual(['MIN_UP_OUT_OF_RANGE']);
    }
    expect(codes(row('a', { minUp: { percent: 1 } }))).toEqual([]);
  });
});
