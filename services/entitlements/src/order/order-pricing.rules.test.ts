import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { minorUnitOf } from '@plimsoll/shared';
import {
  agreedPrice,
  changeTypeOf,
  chargeOf,
  partOfMonth,
  priceOfUnits,
  priceWithAdded,
  totalsOf,
} from './order-pricing.rules.js';

const currency = fc.constantFrom('JPY', 'EUR', 'USD', 'KWD', 'BHD', 'KRW');
/** Prices with up to seven decimals. */
const price = fc
  .tuple(fc.bigInt({ min: 0n, max: 10n ** 15n }), fc.integer({ min: 0, max: 7 }))
  .map(([digits, decimals]) => new Decimal(digits.toString()).div(new Decimal(10).pow(decimals)).toFixed());
const month = fc.constantFrom('2026-01', '2026-02', '2028-02', '2026-04', '2026-12');
const lengths: Record<string, number> = {
  '2026-01': 31,
  '2026-02': 28,
  '2028-02': 29,
  '2026-04': 30,
  '2026-12': 31,
};
const rounded = (amount: string, code: string) =>
  new Decimal(amount).toDecimalPlaces(minorUnitOf(code), Decimal.ROUND_HALF_UP);
const sum = (parts: Decimal[]) => parts.reduce((total, part) => total.plus(part), new Decimal(0));
const dayOf = (of: string, index: number) => `${of}-${String(index + 1).padStart(2, '0')}`;

describe('part of a month', () => {
  it('sums to the month exactly over every partition, whatever the minor unit and the decimals of the price', () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 0, max: 31 }), { maxLength: 31 });
    fc.assert(
      fc.property(price, currency, fc.integer({ min: 28, max: 31 }), cuts, (amount, code, n, inner) => {
        const bounds = [...new Set([0, ...inner.filter((cut) => cut < n), n])].sort((a, b) => a - b);
        const parts = bounds
          .slice(1)
          .map((to, place) => partOfMonth(amount, bounds[place] ?? 0, to, n, code));
        expect(sum(parts).toFixed()).toBe(rounded(amount, code).toFixed());
        for (const part of parts) expect(part.decimalPlaces()).toBeLessThanOrEqual(minorUnitOf(code));
      }),
    );
  });

  it('is worked out by hand', () => {
    // 10.00 over 31 days: to the 10th 3.2258… → 3.23, to the 20th 6.4516… → 6.45.
    expect(partOfMonth('10.00', 0, 10, 31, 'EUR').toFixed()).toBe('3.23');
    expect(partOfMonth('10.00', 10, 20, 31, 'EUR').toFixed()).toBe('3.22');
    expect(partOfMonth('10.00', 20, 31, 31, 'EUR').toFixed()).toBe('3.55');
    expect(partOfMonth('1000', 15, 30, 30, 'JPY').toFixed()).toBe('500');
    expect(partOfMonth('1.0005', 0, 28, 28, 'KWD').toFixed()).toBe('1.001');
    expect(() => partOfMonth('1', 5, 4, 30, 'EUR')).toThrow(RangeError);
  });
});

describe('charge', () => {
  it('is the price for the days left of the month from the first day on', () => {
    expect(chargeOf({ on: '2026-03-16', endsOn: null, before: '0', after: '31', currency: 'EUR' })).toEqual({
      from: '2026-03-16',
      to: '2026-04-01',
      amount: '16',
    });
    expect(
      chargeOf({ on: '2026-03-16', endsOn: '2026-03-20', before: '0', after: '31', currency: 'EUR' }),
    ).toEqual({ from: '2026-03-16', to: '2026-03-20', amount: '4' });
  });

  it('is the difference of a change, and a credit where it ends or becomes cheaper', () => {
    const change = { on: '2026-04-11', endsOn: null, currency: 'EUR' };
    expect(chargeOf({ ...change, before: '30', after: '90' }).amount).toBe('40');
    expect(chargeOf({ ...change, before: '90', after: '30' }).amount).toBe('-40');
    expect(chargeOf({ ...change, before: '90', after: '0' }).amount).toBe('-60');
    expect(chargeOf({ ...change, before: '30', after: '30' }).amount).toBe('0');
  });

  it('makes a month cost what each day’s price says, over every history of changes within it', () => {
    const history = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 27 }), price), {
      selector: ([day]) => day,
      maxLength: 8,
    });
    fc.assert(
      fc.property(month, currency, price, history, (of, code, carried, changes) => {
        const n = lengths[of] ?? 0;
        const ordered = changes.toSorted(([a], [b]) => a - b);
        let before = carried;
        // What the month begins under is charged whole; each line charges the difference for the days left.
        let charged = rounded(carried, code);
        let byDays = new Decimal(0);
        let since = 0;
        for (const [day, after] of ordered) {
          byDays = byDays.plus(partOfMonth(before, since, day, n, code));
          const line = chargeOf({ on: dayOf(of, day), endsOn: null, before, after, currency: code });
          charged = charged.plus(line.amount);
          [before, since] = [after, day];
        }
        byDays = byDays.plus(partOfMonth(before, since, n, n, code));
        expect(charged.toFixed()).toBe(byDays.toFixed());
      }),
    );
  });
});

describe('prices', () => {
  it('are exact beyond the digits of a float', () => {
    expect(priceOfUnits('0.1234567890123456789', 1_000_000, 'unitPrice')).toBe('123456.7890123456789');
    expect(priceWithAdded('99.90', '0.333', 3, 'unitPrice')).toBe('100.899');
    expect(agreedPrice('12.50', 'monthlyPrice')).toBe('12.5');
  });

  it.each(['-0.01', '1000000000000.01'])('refuses %s', (amount) => {
    expect(() => agreedPrice(amount, 'monthlyPrice')).toThrow('`monthlyPrice`');
  });

  it('tell an upgrade from a downgrade', () => {
    expect(changeTypeOf('10', '10.0')).toBe('UPGRADED');
    expect(changeTypeOf('10', '9.999')).toBe('DOWNGRADED');
  });

  it('are summed by currency', () => {
    const charges = [
      { amount: '0.1', currency: 'USD' },
      { amount: '-5', currency: 'EUR' },
      { amount: '0.2', currency: 'USD' },
    ];
    expect(totalsOf(charges)).toEqual([
      { amount: '-5', currency: 'EUR' },
      { amount: '0.3', currency: 'USD' },
    ]);
  });
});
