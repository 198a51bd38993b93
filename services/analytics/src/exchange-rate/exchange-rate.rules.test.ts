import fc from 'fast-check';
import { Conversion, ExchangeRates, isOfSeveral } from './exchange-rate.rules.js';

const rates = new ExchangeRates([
  { date: '2026-03-01', from: 'USD', to: 'EUR', rate: '0.9' },
  { date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.92' },
  { date: '2026-02-01', from: 'EUR', to: 'GBP', rate: '0.8' },
  { date: '2026-01-01', from: 'JPY', to: 'USD', rate: '0.01' },
]);

const value = (date: string, from: string, to: string, known = rates) => {
  const ratio = known.ratioOn(date, from, to);
  return ratio && Number(ratio.numerator) / Number(ratio.denominator);
};
const units = (amount: number) => BigInt(amount) * 10n ** 8n;
const sums = (given: Record<string, number>) =>
  new Map(Object.entries(given).map(([currency, cents]) => [currency, units(cents)]));

describe('the rate in force on a date', () => {
  it('is the latest on or before it', () => {
    const on = (date: string) => value(date, 'USD', 'EUR');
    expect([
      on('2025-12-31'),
      on('2026-01-01'),
      on('2026-02-28'),
      on('2026-03-01'),
      on('2030-01-01'),
    ]).toEqual([null, 0.92, 0.92, 0.9, 0.9]);
  });

  it('is taken in the other direction, exactly, and through a third currency', () => {
    expect(value('2026-02-01', 'GBP', 'EUR')).toBe(1.25);
    expect(value('2026-01-31', 'GBP', 'EUR')).toBeNull();
    expect(value('2026-03-01', 'JPY', 'EUR')).toBe(0.009);
    expect(value('2026-03-01', 'JPY', 'GBP')).toBeNull();
    expect(value('2026-03-01', 'CHF', 'EUR')).toBeNull();
    expect(value('2020-01-01', 'EUR', 'EUR')).toBe(1);
    expect(rates.ratioOn('2026-03-01', 'EUR', 'USD')).toEqual({
      numerator: 1_000_000_000_000n,
      denominator: 900_000_000_000n,
    });
  });

  it('is the later of both directions, and of the same date the direct one', () => {
    const both = new ExchangeRates([
      { date: '2026-01-01', from: 'USD', to: 'EUR', rate: '0.5' },
      { date: '2026-01-01', from: 'EUR', to: 'USD', rate: '4' },
      { date: '2026-01-02', from: 'EUR', to: 'USD', rate: '5' },
    ]);
    expect(value('2026-01-01', 'USD', 'EUR', both)).toBe(0.5);
    expect(value('2026-01-01', 'EUR', 'USD', both)).toBe(4);
    expect(value('2026-01-02', 'USD', 'EUR', both)).toBe(0.2);
  });
});

describe('a conversion', () => {
  const into = new Conversion(rates, 'EUR', '2026-03-15');

  it('sums exactly and rounds once, half-up, to the minor unit', () => {
    const single = (...amounts: [string, string][]) =>
      into.single(amounts.map(([amount, currency]) => ({ amount, currency }))).amount;
    expect(single(['10.00', 'EUR'], ['20.00', 'GBP'])).toEqual({ amount: '35.00', currency: 'EUR' });
    // 0.0375 + 0.045 = 0.0825; rounded one by one it would be 0.09.
    expect(single(['0.03', 'GBP'], ['0.05', 'USD'])).toEqual({ amount: '0.08', currency: 'EUR' });
    // 0.01 + 0.045 = 0.055.
    expect(single(['0.01', 'EUR'], ['0.05', 'USD'])).toEqual({ amount: '0.06', currency: 'EUR' });
    expect(single(['1000', 'JPY'], ['1.00', 'EUR'])).toEqual({ amount: '10.00', currency: 'EUR' });
  });

  it('leaves an amount of one currency as it is, whether it has a rate or not', () => {
    const chf = { amount: '7.00', currency: 'CHF' };
    expect(into.single([chf])).toEqual({ amount: chf, missingBecause: null });
    expect(into.single([chf, { amount: '0.00', currency: 'USD' }])).toEqual({
      amount: chf,
      missingBecause: null,
    });
    expect(into.single([])).toEqual({ amount: null, missingBecause: null });
    expect(isOfSeveral([chf, { amount: '0', currency: 'JPY' }])).toBe(false);
  });

  it('says which rate is missing', () => {
    const amounts = ['SEK', 'EUR', 'CHF'].map((currency) => ({ amount: '1.00', currency }));
    expect(into.single(amounts)).toEqual({
      amount: null,
      missingBecause: 'No exchange rate of CHF, SEK into EUR is recorded for 2026-03-15 or before.',
    });
    expect(into.missingAmong(['USD', 'SEK', 'CHF', 'EUR', 'SEK'])).toEqual(['CHF', 'SEK']);
  });

  it('compares amounts that are worth the same as equal', () => {
    expect(into.valueOf(sums({ EUR: 90_00 }))).toBe(90);
    expect(into.valueOf(sums({ USD: 100_00 }))).toBe(90);
    expect(into.valueOf(sums({ EUR: 45_00, USD: 50_00, CHF: 0 }))).toBe(90);
    expect(into.valueOf(new Map())).toBe(0);
    expect(into.valueOf(sums({ EUR: 45_00, CHF: 1 }))).toBeNull();
    const dollars = new ExchangeRates([{ date: '2026-01-01', from: 'EUR', to: 'USD', rate: '1.08' }]);
    const inverse = new Conversion(dollars, 'EUR', '2026-03-15');
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 10_000_000 }), (euros) => {
        expect(inverse.valueOf(sums({ USD: euros * 108 }))).toBe(euros);
      }),
    );
  });
});
