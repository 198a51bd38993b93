import fc from 'fast-check';
import { movementsOf, paidTermsOf, type PaidSubscription } from './revenue-movement.rules.js';

const subscription = (id: string, rest: Partial<PaidSubscription> = {}): PaidSubscription => ({
  id,
  planId: 'pln_1',
  productId: 'prd_1',
  endedOn: null,
  endReason: null,
  terms: [['2026-01-10', null, '100', 'EUR']],
  reasons: [],
  ...rest,
});
const euros = (amount: number) => BigInt(amount) * 10_000_000_000n;

describe('the terms that are paid', () => {
  it('end with the subscription, cost something and last a day at least', () => {
    const terms = paidTermsOf(
      subscription('sub_1', {
        endedOn: '2026-03-01',
        terms: [
          ['2026-01-10', '2026-02-01', '0', 'EUR', 'pln_0'],
          ['2026-02-01', '2026-02-20', '99.5', 'EUR', 'pln_2'],
          ['2026-02-20', null, '120', 'EUR'],
          ['2026-03-01', null, '130', 'EUR'],
        ],
      }),
    );
    expect(terms.map(({ from, to, planId, units }) => [from, to, planId, units])).toEqual([
      ['2026-02-01', '2026-02-20', 'pln_2', 995_000_000_000n],
      ['2026-02-20', '2026-03-01', 'pln_1', euros(120)],
    ]);
  });
});

describe('the movements of a customer', () => {
  it('tell an arrival, a loss of one of two, the loss of all and a return', () => {
    const movements = movementsOf([
      subscription('sub_1', {
        endedOn: '2026-06-01',
        endReason: 'Too dear',
        terms: [['2026-01-10', null, '100', 'EUR']],
      }),
      subscription('sub_2', {
        planId: 'pln_2',
        terms: [
          ['2026-02-10', '2026-05-01', '30', 'EUR'],
          ['2026-07-01', null, '40', 'EUR'],
        ],
        reasons: [
          ['2026-03-01', 'Not needed'],
          ['2026-08-01', 'Of a later end'],
        ],
      }),
    ]);
    const row = (on: string, kind: string, amount: number, rest: object) => ({
      on,
      currency: 'EUR',
      kind,
      units: euros(amount),
      productId: 'prd_1',
      leads: true,
      ...rest,
    });
    expect(movements).toEqual([
      row('2026-01-10', 'NEW', 100, { planId: 'pln_1', reason: null, tenureDays: 0 }),
      row('2026-02-10', 'EXPANSION', 30, { planId: 'pln_1', reason: null, tenureDays: 31 }),
      row('2026-05-01', 'CONTRACTION', 30, { planId: 'pln_1', reason: 'Not needed', tenureDays: 111 }),
      row('2026-06-01', 'CHURNED', 100, { planId: 'pln_1', reason: 'Too dear', tenureDays: 142 }),
      row('2026-07-01', 'REACTIVATED', 40, { planId: 'pln_2', reason: null, tenureDays: 0 }),
    ]);
  });

  it('are netted within a day, and apart by currency', () => {
    const movements = movementsOf([
      subscription('sub_1', { terms: [['2026-01-10', '2026-02-10', '100', 'EUR']] }),
      subscription('sub_2', { terms: [['2026-02-10', null, '120', 'EUR']] }),
      subscription('sub_3', { terms: [['2026-02-10', '2026-04-01', '50', 'USD']] }),
    ]);
    expect(movements.map(({ leads }) => leads)).toEqual([true, true, false, true]);
    expect(movements.map(({ on, kind, currency, units }) => [on, kind, currency, units])).toEqual([
      ['2026-01-10', 'NEW', 'EUR', euros(100)],
      ['2026-02-10', 'EXPANSION', 'EUR', euros(20)],
      ['2026-02-10', 'EXPANSION', 'USD', euros(50)],
      ['2026-04-01', 'CONTRACTION', 'USD', euros(50)],
    ]);
  });

  it('add up, on every day and in every currency, to what a walk over the days says is paid', () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const term = fc
      .record({
        from: fc.nat(20),
        length: fc.option(fc.integer({ min: 1, max: 10 })),
        price: fc.constantFrom('0', '10', '10.5', '20'),
        currency: fc.constantFrom('EUR', 'USD'),
      })
      .map(({ from, length, price, currency }) =>
        subscription('', {
          terms: [[day(from), length === null ? null : day(from + length), price, currency]],
        }),
      );
    fc.assert(
      fc.property(fc.array(term, { maxLength: 6 }), (drawn) => {
        const subscriptions = drawn.map((one, index) => ({ ...one, id: `sub_${index}` }));
        const movements = movementsOf(subscriptions);
        const paid = new Map<string, bigint>();
        let paidBefore = false;
        let since = 0;
        for (let n = 0; n < 40; n += 1) {
          const today = movements.filter(({ on }) => on === day(n));
          const wasPaying = [...paid.values()].some((units) => units > 0n);
          for (const { currency, kind, units } of today) {
            const grows = kind !== 'CONTRACTION' && kind !== 'CHURNED';
            paid.set(currency, (paid.get(currency) ?? 0n) + (grows ? units : -units));
          }
          for (const currency of ['EUR', 'USD']) {
            const expected = subscriptions
              .flatMap(({ terms }) => terms)
              .filter(([from, to, , of]) => of === currency && from <= day(n) && (to === null || day(n) < to))
              .reduce(
                (sum, [, , price]) => sum + BigInt(Math.round(Number(price) * 10)) * 1_000_000_000n,
                0n,
              );
            expect(paid.get(currency) ?? 0n).toBe(expected);
          }
          const pays = [...paid.values()].some((units) => units > 0n);
          for (const { kind, tenureDays } of today) {
            if (!wasPaying) expect(kind).toBe(paidBefore ? 'REACTIVATED' : 'NEW');
            else if (pays) expect(['EXPANSION', 'CONTRACTION']).toContain(kind);
            else expect(kind).toBe('CHURNED');
            expect(tenureDays).toBe(wasPaying ? n - since : 0);
          }
          if (!wasPaying && pays) since = n;
          paidBefore ||= pays;
        }
      }),
    );
  });
});
