import fc from 'fast-check';
import {
  checkQuantity,
  checkWithin,
  priceOf,
  recurringRevenue,
  statusOn,
  termAfter,
  type SubscriptionKind,
} from './subscription.rules.js';

describe('the status of a subscription', () => {
  const activatedAt = new Date('2026-01-09T12:00:00Z');
  const dates = { startedOn: '2026-01-10', cancelledOn: null, endedOn: null, activatedAt };
  it.each([
    ['PENDING', dates, '2026-01-09'],
    ['ACTIVE', dates, '2026-01-10'],
    ['ACTIVE', { ...dates, endedOn: '2026-03-01' }, '2026-02-28'],
    ['ENDED', { ...dates, endedOn: '2026-03-01' }, '2026-03-01'],
    ['ACTIVE', { ...dates, cancelledOn: '2026-02-01', endedOn: '2026-03-01' }, '2026-01-31'],
    ['CANCELLING', { ...dates, cancelledOn: '2026-02-01', endedOn: '2026-03-01' }, '2026-02-01'],
    ['CANCELLING', { ...dates, cancelledOn: '2026-02-01' }, '2026-09-01'],
    ['ENDED', { ...dates, cancelledOn: '2026-02-01', endedOn: '2026-03-01' }, '2026-03-01'],
    ['PENDING', { ...dates, cancelledOn: '2026-01-01', endedOn: '2026-03-01' }, '2026-01-05'],
    ['ENDED', { ...dates, endedOn: '2026-01-10' }, '2026-01-10'],
  ])('is %s with %j on %s', (status, given, day) => {
    expect(statusOn(given, day)).toBe(status);
  });

  it('never goes back as days go by', () => {
    const day = fc.integer({ min: 1, max: 28 }).map((n) => `2026-01-${String(n).padStart(2, '0')}`);
    const order = ['PENDING', 'ACTIVE', 'CANCELLING', 'ENDED'];
    fc.assert(
      fc.property(day, fc.option(day), fc.option(day), day, day, (startedOn, cancelledOn, end, a, b) => {
        const endedOn = end !== null && end < startedOn ? null : end;
        const [first, second] = [a, b].sort();
        const at = (one: string | undefined) =>
          order.indexOf(statusOn({ startedOn, cancelledOn, endedOn, activatedAt }, one ?? ''));
        expect(at(first)).toBeLessThanOrEqual(at(second));
      }),
    );
  });
});

describe('the next renewal', () => {
  it.each([
    ['2026-01-31', 'MONTHLY', '2026-02-28'],
    ['2024-02-29', 'ANNUAL', '2025-02-28'],
    ['2026-11-30', 'QUARTERLY', '2027-02-28'],
    ['2026-03-15', 'SEMIANNUAL', '2026-09-15'],
    ['2026-03-15', 'BIENNIAL', '2028-03-15'],
    ['2026-03-15', 'TRIENNIAL', '2029-03-15'],
  ] as const)('after %s %s is %s', (day, term, next) => {
    expect(termAfter(day, term)).toBe(next);
  });
});

describe('a length of time ahead', () => {
  it('is nothing to a hundred years', () => {
    expect(checkWithin('P90D', 'within')).toBe('P90D');
    expect(checkWithin('PT0S', 'within')).toBe('PT0S');
    for (const wrong of ['-P1D', 'P101Y', 'ninety days', '']) {
      expect(() => checkWithin(wrong, 'within')).toThrow('`within` is a length of time');
    }
  });
});

describe('the price of a subscription', () => {
  const listed = { monthlyPrice: '19.90', currency: 'EUR' };
  const bare = { monthlyPrice: null, currency: null };
  const names = { price: 'price', currency: 'currency' };
  const nothing = { monthlyPrice: null, currency: null };

  it('is what is given, else what the plan lists for all units', () => {
    expect(priceOf(nothing, listed, 3, names)).toEqual({ monthlyPrice: '59.7', currency: 'EUR' });
    expect(priceOf({ monthlyPrice: '50.00', currency: null }, listed, 3, names)).toEqual({
      monthlyPrice: '50',
      currency: 'EUR',
    });
    expect(priceOf({ monthlyPrice: '0', currency: 'USD' }, bare, 1, names)).toEqual({
      monthlyPrice: '0',
      currency: 'USD',
    });
  });

  it('is in the plan’s currency', () => {
    expect(() => priceOf({ monthlyPrice: '50', currency: 'USD' }, listed, 1, names)).toThrow(
      expect.objectContaining({ code: 'CURRENCY_MISMATCH', inputPath: ['currency'] }),
    );
  });

  it('has to be given where the plan lists none', () => {
    expect(() => priceOf(nothing, bare, 1, names)).toThrow(
      expect.objectContaining({ inputPath: ['currency'] }),
    );
    expect(() => priceOf({ monthlyPrice: null, currency: 'EUR' }, bare, 1, names)).toThrow(
      expect.objectContaining({ inputPath: ['price'] }),
    );
    expect(() => priceOf({ monthlyPrice: '-1', currency: 'EUR' }, bare, 1, names)).toThrow('0 or more');
  });
});

describe('a quantity', () => {
  it('is a whole number from 1 on', () => {
    expect(checkQuantity(1)).toBe(1);
    for (const wrong of [0, -1, 1.5]) expect(() => checkQuantity(wrong)).toThrow('1 or more');
  });
});

describe('monthly recurring revenue', () => {
  const one = (
    kind: SubscriptionKind,
    from: string,
    to: string | null,
    monthlyPrice: string,
    currency = 'EUR',
  ) => ({
    kind,
    terms: [{ from, to, planId: 'pln_a', quantity: 1, monthlyPrice, currency }],
  });

  it('sums the running paid ones by currency, exactly', () => {
    const subscriptions = [
      one('STANDARD', '2026-01-01', null, '0.1'),
      one('STANDARD', '2026-03-10', null, '0.2'),
      one('STANDARD', '2026-03-11', null, '1000'),
      one('STANDARD', '2025-01-01', '2026-03-10', '1000'),
      one('STANDARD', '2025-01-01', '2026-03-11', '7', 'CHF'),
      one('PARTNER', '2026-01-01', null, '500'),
    ];
    expect(recurringRevenue(subscriptions, '2026-03-10')).toEqual([
      { amount: '7', currency: 'CHF' },
      { amount: '0.3', currency: 'EUR' },
    ]);
    expect(recurringRevenue([], '2026-03-10')).toEqual([]);
  });
});
