import fc from 'fast-check';
import { checkEntries, checkPeriod, MOST_ENTRIES, overlaps, withEntries } from './price-list.rules.js';

const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number)).toISOString().slice(0, 10);
const pathOf = (fn: () => unknown) => {
  try {
    fn();
    return null;
  } catch (error) {
    const { code, inputPath } = error as { code: string; inputPath: string[] };
    return [code, ...inputPath];
  }
};

describe('the entries of a price list', () => {
  it('are brought to canonical form', () => {
    expect(
      checkEntries(
        [
          { planId: 'pln_a', monthlyPrice: '12.50' },
          { planId: 'pln_a', fromQuantity: 10, monthlyPrice: '0.00' },
        ],
        'entries',
      ),
    ).toEqual([
      { planId: 'pln_a', fromQuantity: 1, monthlyPrice: '12.5' },
      { planId: 'pln_a', fromQuantity: 10, monthlyPrice: '0' },
    ]);
  });

  it.each([
    [[{ planId: 'a', monthlyPrice: '-1' }], ['INVALID', 'monthlyPrice']],
    [[{ planId: 'a', fromQuantity: 0, monthlyPrice: '1' }], ['INVALID', 'entries', '0', 'fromQuantity']],
    [
      [
        { planId: 'a', monthlyPrice: '1' },
        { planId: 'a', fromQuantity: 1, monthlyPrice: '2' },
      ],
      ['INVALID', 'entries', '1', 'planId'],
    ],
  ])('are refused where %j', (entries, path) => {
    expect(pathOf(() => checkEntries(entries, 'entries'))).toEqual(path);
  });

  it('are replaced by plan and quantity, and taken off by plan', () => {
    const entry = (planId: string, fromQuantity: number, monthlyPrice: string) => ({
      planId,
      fromQuantity,
      monthlyPrice,
    });
    const before = [entry('a', 1, '1'), entry('a', 10, '2'), entry('b', 1, '3')];
    expect(withEntries(before, [entry('c', 1, '9'), entry('a', 10, '8')])).toEqual([
      entry('a', 1, '1'),
      entry('a', 10, '8'),
      entry('b', 1, '3'),
      entry('c', 1, '9'),
    ]);
    expect(withEntries(before, [entry('a', 5, '7')], ['a'])).toEqual([
      entry('a', 5, '7'),
      entry('b', 1, '3'),
    ]);
    const many = Array.from({ length: MOST_ENTRIES + 1 }, (_, n) => entry('a', n + 1, '1'));
    expect(withEntries([], many.slice(1))).toHaveLength(MOST_ENTRIES);
    expect(pathOf(() => withEntries([], many))).toEqual(['INVALID', 'entries']);
  });
});

describe('the period of a price list', () => {
  it('has a day', () => {
    expect(pathOf(() => checkPeriod('2026-01-01', '2026-01-02'))).toBeNull();
    expect(pathOf(() => checkPeriod('2026-01-01', null))).toBeNull();
    expect(pathOf(() => checkPeriod('2026-01-01', '2026-01-01'))).toEqual(['INVALID', 'validTo']);
  });

  it('overlaps another where a day is in both', () => {
    const period = fc
      .tuple(fc.nat(20), fc.option(fc.integer({ min: 1, max: 10 })))
      .map(([from, days]) => ({ validFrom: day(from), validTo: days === null ? null : day(from + days) }));
    fc.assert(
      fc.property(period, period, (a, b) => {
        const days = Array.from({ length: 40 }, (_, n) => day(n)).filter((one) =>
          [a, b].every(({ validFrom, validTo }) => validFrom <= one && (validTo === null || one < validTo)),
        );
        expect(overlaps(a, b)).toBe(days.length > 0);
      }),
    );
  });
});
