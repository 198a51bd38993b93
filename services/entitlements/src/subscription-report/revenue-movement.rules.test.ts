import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import {
  customerCounts,
  movementsOf,
  revenueBefore,
  revenueBridges,
  type PaidHistory,
  type PaidTerm,
} from './revenue-movement.rules.js';

const day = (place: number) => new Date(Date.UTC(2026, 0, 1 + place)).toISOString().slice(0, 10);
const term = (from: number, to: number | null, monthlyPrice: string, currency = 'EUR'): PaidTerm => ({
  from: day(from),
  to: to === null ? null : day(to),
  monthlyPrice,
  currency,
});
const told = (terms: PaidTerm[]) =>
  movementsOf({ customerId: 'cus_1', terms }).map(
    ({ on, kind, amount, currency }) => `${on} ${kind} ${amount.toFixed()} ${currency}`,
  );

describe('movements of recurring revenue', () => {
  it('are new once, and reactivated after a day or more without paying', () => {
    expect(told([term(0, 10, '100'), term(12, 20, '80'), term(21, null, '90')])).toEqual([
      '2026-01-01 NEW 100 EUR',
      '2026-01-11 CHURNED 100 EUR',
      '2026-01-13 REACTIVATED 80 EUR',
      '2026-01-21 CHURNED 80 EUR',
      '2026-01-22 REACTIVATED 90 EUR',
    ]);
  });

  it('are contraction, not churn, where one of two subscriptions ends', () => {
    expect(told([term(0, null, '100'), term(0, 10, '30')])).toEqual([
      '2026-01-01 NEW 130 EUR',
      '2026-01-11 CONTRACTION 30 EUR',
    ]);
  });

  it('net what happens on one day: a swap of equal price is none', () => {
    expect(told([term(0, 10, '100'), term(10, null, '100')])).toEqual(['2026-01-01 NEW 100 EUR']);
    expect(told([term(0, 10, '100'), term(10, null, '125.50')])).toEqual([
      '2026-01-01 NEW 100 EUR',
      '2026-01-11 EXPANSION 25.5 EUR',
    ]);
  });

  it('tell of each currency apart: who changes currency stays', () => {
    expect(told([term(0, 10, '100'), term(10, null, '110', 'USD')])).toEqual([
      '2026-01-01 NEW 100 EUR',
      '2026-01-11 CONTRACTION 100 EUR',
      '2026-01-11 EXPANSION 110 USD',
    ]);
  });

  it('leave out what is free', () => {
    expect(told([term(0, null, '0')])).toEqual([]);
    expect(told([term(0, 5, '0'), term(5, null, '10')])).toEqual(['2026-01-06 NEW 10 EUR']);
  });
});

const LAST_DAY = 40;
const anyTerm = fc
  .record({
    from: fc.integer({ min: 0, max: LAST_DAY - 2 }),
    length: fc.option(fc.integer({ min: 1, max: 20 })),
    cents: fc.integer({ min: 0, max: 300 }),
    currency: fc.constantFrom('EUR', 'USD'),
  })
  .map(({ from, length, cents, currency }) =>
    term(from, length === null ? null : from + length, (cents / 100).toFixed(2), currency),
  );
const anyBook = fc
  .array(fc.array(anyTerm, { maxLength: 6 }), { minLength: 1, maxLength: 6 })
  .map((customers): PaidHistory[] =>
    customers.map((terms, place) => ({ customerId: `cus_${place}`, terms })),
  );
const anyPeriod = fc
  .tuple(fc.integer({ min: 0, max: LAST_DAY }), fc.integer({ min: 1, max: LAST_DAY }))
  .map(([from, length]) => ({ from: day(from), to: day(from + length) }));
const movementsOfAll = (book: PaidHistory[]) => book.flatMap(movementsOf);

/** What is paid on each day, straight from the terms: cents by customer and currency. */
function paidOn(book: PaidHistory[], on: string): Map<string, number> {
  const paid = new Map<string, number>();
  for (const { customerId, terms } of book) {
    for (const { from, to, monthlyPrice, currency } of terms) {
      const cents = Math.round(Number(monthlyPrice) * 100);
      if (cents === 0 || from > on || (to !== null && to <= on)) continue;
      const key = `${customerId} ${currency}`;
      paid.set(key, (paid.get(key) ?? 0) + cents);
    }
  }
  return paid;
}

describe('the bridge of recurring revenue', () => {
  it('leads from start to end in every currency, for revenue and for customers', () => {
    fc.assert(
      fc.property(anyBook, anyPeriod, (book, { from, to }) => {
        const movements = movementsOfAll(book);
        for (const bridge of revenueBridges(book, movements, from, to)) {
          const arrived = bridge.new.plus(bridge.reactivated).plus(bridge.expansion);
          const left = bridge.contraction.plus(bridge.churned);
          expect(bridge.start.plus(arrived).minus(left).toFixed()).toBe(bridge.end.toFixed());
        }
        const counts = customerCounts(book, movements, from, to);
        expect(counts.start + counts.new + counts.reactivated - counts.churned).toBe(counts.end);
      }),
    );
  });

  it('is what a count of every single day says', () => {
    fc.assert(
      fc.property(anyBook, anyPeriod, (book, { from, to }) => {
        const expected = new Map<string, number>();
        const add = (key: string, cents: number) => expected.set(key, (expected.get(key) ?? 0) + cents);
        const everPaid = new Set<string>();
        let before = new Map<string, number>();
        for (let place = 0; place <= 2 * LAST_DAY; place += 1) {
          const on = day(place);
          const now = paidOn(book, on);
          for (const { customerId } of book) {
            const total = (paid: Map<string, number>) =>
              ['EUR', 'USD'].reduce((sum, currency) => sum + (paid.get(`${customerId} ${currency}`) ?? 0), 0);
            const [was, is] = [total(before), total(now)];
            for (const currency of ['EUR', 'USD']) {
              const key = `${customerId} ${currency}`;
              const change = (now.get(key) ?? 0) - (before.get(key) ?? 0);
              if (change === 0 || on < from || on >= to) continue;
              const returned = everPaid.has(customerId) ? 'reactivated' : 'new';
              const grew = change > 0 ? 'expansion' : 'contraction';
              const kind = was === 0 ? returned : is === 0 ? 'churned' : grew;
              add(`${currency} ${kind}`, Math.abs(change));
            }
            if (is > 0) everPaid.add(customerId);
          }
          before = now;
        }
        const told = new Map<string, number>();
        for (const bridge of revenueBridges(book, movementsOfAll(book), from, to)) {
          for (const kind of ['new', 'reactivated', 'expansion', 'contraction', 'churned'] as const) {
            const cents = bridge[kind].times(100).toNumber();
            if (cents !== 0) told.set(`${bridge.currency} ${kind}`, cents);
          }
        }
        expect([...told].sort()).toEqual([...expected].sort());
      }),
    );
  });

  it('sums over consecutive periods, and over any division of the customers, to the whole', () => {
    const sums = (books: PaidHistory[][], cuts: string[]) => {
      const total = new Map<string, Decimal>();
      books.forEach((book) =>
        cuts.slice(1).forEach((to, place) => {
          for (const bridge of revenueBridges(book, movementsOfAll(book), cuts[place] ?? '', to)) {
            for (const kind of ['new', 'reactivated', 'expansion', 'contraction', 'churned'] as const) {
              const key = `${bridge.currency} ${kind}`;
              total.set(key, (total.get(key) ?? new Decimal(0)).plus(bridge[kind]));
            }
          }
        }),
      );
      return [...total]
        .filter(([, amount]) => !amount.isZero())
        .map(([key, amount]) => `${key} ${amount.toFixed()}`)
        .sort();
    };
    fc.assert(
      fc.property(anyBook, fc.integer({ min: 1, max: 78 }), (book, cut) => {
        const whole = sums([book], [day(0), day(80)]);
        expect(sums([book], [day(0), day(cut), day(80)])).toEqual(whole);
        expect(sums([book.slice(0, 2), book.slice(2)], [day(0), day(80)])).toEqual(whole);
      }),
    );
  });

  it('begins with what is paid before the first day', () => {
    const history = { customerId: 'cus_1', terms: [term(5, 10, '7')] };
    const at = (place: number) => revenueBefore(history, day(place)).get('EUR')?.toFixed() ?? '0';
    expect([5, 6, 10, 11].map(at)).toEqual(['0', '7', '7', '0']);
  });
});
