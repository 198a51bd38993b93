import fc from 'fast-check';
import { Conversion, ExchangeRates } from '../exchange-rate/exchange-rate.rules.js';
import {
  bridgesOf,
  churnOf,
  exactAmount,
  reportedAmount,
  reportedUnits,
  type MovementSum,
  type StockSum,
} from './bridge.rules.js';
import { movementsOf, type MovementKind, type PaidSubscription } from './revenue-movement.rules.js';

const UNIT = 10_000_000_000n;
const rates = new ExchangeRates([
  { date: '2026-01-01', from: 'EUR', to: 'USD', rate: '1.1' },
  { date: '2026-02-01', from: 'USD', to: 'EUR', rate: '0.8' },
]);
const conversion = new Conversion(rates, 'EUR', '2026-01-15');

const stock = (currency: string, amount: number, customers: number): StockSum => ({
  currency,
  units: BigInt(amount) * UNIT,
  customers,
});
const moved = (kind: MovementKind, amount: number, rest: Partial<MovementSum> = {}): MovementSum => ({
  kind,
  currency: 'EUR',
  counted: true,
  units: BigInt(amount) * UNIT,
  customers: 1,
  tenureDays: 0,
  ...rest,
});

describe('the bridges of a period', () => {
  it('lead from start to end, and tell losses among those at the start apart', () => {
    const bridges = bridgesOf(
      [stock('EUR', 100, 2), stock('USD', 50, 0)],
      [
        moved('NEW', 30, { counted: false }),
        moved('CHURNED', 40, { tenureDays: 300 }),
        moved('CHURNED', 10, { counted: false, tenureDays: 9 }),
        moved('CONTRACTION', 5, { currency: 'USD' }),
        moved('EXPANSION', 20),
        moved('EXPANSION', 7, { counted: false }),
      ],
    );
    expect(bridges.customers).toEqual({ start: 2, new: 1, reactivated: 0, churned: 2, end: 1 });
    expect(bridges.revenue.get('EUR')).toMatchObject({
      start: 100n * UNIT,
      expansion: 27n * UNIT,
      end: 107n * UNIT,
    });
    expect(bridges.revenue.get('USD')).toMatchObject({ contraction: 5n * UNIT, end: 45n * UNIT });
    const dollar = 10 / 11;
    const churn = churnOf(bridges, conversion);
    expect(churn.logoChurn).toEqual({ ratio: 0.5, numerator: 1, denominator: 2 });
    expect(churn.grossRevenueChurn?.numerator).toBeCloseTo(40 + 5 * dollar, 4);
    expect(churn.netRevenueChurn?.numerator).toBeCloseTo(20 + 5 * dollar, 4);
    expect(churn.netRevenueChurn?.denominator).toBeCloseTo(100 + 50 * dollar, 4);
    expect(churn.averageLifetimeDays).toBe(300);
  });

  it('have no ratio of nothing, and none in money where a rate is missing', () => {
    expect(churnOf(bridgesOf([], [moved('NEW', 30, { counted: false })]), conversion)).toEqual({
      logoChurn: { ratio: null, numerator: 0, denominator: 0 },
      grossRevenueChurn: { ratio: null, numerator: 0, denominator: 0 },
      netRevenueChurn: { ratio: null, numerator: 0, denominator: 0 },
      averageLifetimeDays: null,
    });
    expect(churnOf(bridgesOf([stock('CHF', 1, 1)], []), conversion)).toMatchObject({
      logoChurn: { ratio: 0 },
      grossRevenueChurn: null,
      netRevenueChurn: null,
    });
  });

  it('are shown exactly', () => {
    expect(exactAmount(12_345_000_000n, 'EUR')).toEqual({ amount: '1.2345', currency: 'EUR' });
    expect(exactAmount(10n * UNIT, 'JPY')).toEqual({ amount: '10', currency: 'JPY' });
    const eleven = reportedUnits([['USD', 11n * UNIT]], conversion) ?? 0n;
    // A rate counts with twelve decimals: 1 ÷ 1.1 = 0.909090909091.
    expect(reportedAmount(eleven, 'EUR')).toEqual({ amount: '10.000000000001', currency: 'EUR' });
    expect(reportedUnits([['CHF', 1n]], conversion)).toBeNull();
    expect(reportedUnits([['CHF', 0n]], conversion)).toBe(0n);
  });

  it('hold in every period and every group, and groups add up to the total, in every currency and in one', () => {
    const day = (n: number) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10);
    const term = fc.record({
      customer: fc.nat(4),
      from: fc.nat(25),
      length: fc.option(fc.integer({ min: 1, max: 15 })),
      price: fc.constantFrom('10', '12.5', '33.33'),
      currency: fc.constantFrom('EUR', 'USD'),
    });
    const period = fc.record({ from: fc.nat(40), length: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(
        fc.array(term, { maxLength: 12 }),
        period,
        fc.integer({ min: 1, max: 3 }),
        (terms, drawn, groups) => {
          const [from, to] = [day(drawn.from), day(drawn.from + drawn.length)];
          const paidOn = (group: number, currency: string, n: number) =>
            terms.filter(
              (one) =>
                one.customer % groups === group &&
                one.currency === currency &&
                one.from <= n &&
                (one.length === null || n < one.from + one.length),
            );
          const sumsOf = (group: number) => {
            const own: StockSum[] = [];
            const movements: MovementSum[] = [];
            for (const customer of [0, 1, 2, 3, 4].filter((one) => one % groups === group)) {
              const subscriptions = terms
                .map((one, index): PaidSubscription & { customer: number } => ({
                  customer: one.customer,
                  id: `sub_${index}`,
                  planId: null,
                  productId: null,
                  endedOn: null,
                  endReason: null,
                  terms: [
                    [
                      day(one.from),
                      one.length === null ? null : day(one.from + one.length),
                      one.price,
                      one.currency,
                    ],
                  ],
                  reasons: [],
                }))
                .filter((one) => one.customer === customer);
              let arrived = false;
              for (const one of movementsOf(subscriptions)) {
                const arrives = one.kind === 'NEW' || one.kind === 'REACTIVATED';
                if (one.on < from) {
                  const goes = one.kind === 'CHURNED' || one.kind === 'CONTRACTION';
                  const counts = one.leads && (arrives || one.kind === 'CHURNED') ? 1 : 0;
                  own.push({
                    currency: one.currency,
                    units: goes ? -one.units : one.units,
                    customers: goes ? -counts : counts,
                  });
                } else if (one.on < to) {
                  arrived ||= arrives;
                  movements.push({ ...one, counted: !arrived, customers: one.leads ? 1 : 0 });
                }
              }
            }
            return { own, movements };
          };
          const parts = Array.from({ length: groups }, (_, group) => sumsOf(group));
          const total = bridgesOf(
            parts.flatMap(({ own }) => own),
            parts.flatMap(({ movements }) => movements),
          );
          const bridges = parts.map(({ own, movements }) => bridgesOf(own, movements));
          for (const [group, one] of bridges.entries()) {
            for (const currency of ['EUR', 'USD']) {
              const unitsOn = (n: number) =>
                paidOn(group, currency, n).reduce(
                  (sum, { price }) => sum + BigInt(Math.round(Number(price) * 100)),
                  0n,
                ) * 100_000_000n;
              expect(one.revenue.get(currency)?.start ?? 0n).toBe(unitsOn(drawn.from - 1));
              expect(one.revenue.get(currency)?.end ?? 0n).toBe(unitsOn(drawn.from + drawn.length - 1));
            }
            const payingOn = (n: number) =>
              new Set(
                ['EUR', 'USD'].flatMap((currency) =>
                  paidOn(group, currency, n).map(({ customer }) => customer),
                ),
              ).size;
            expect(one.customers.start).toBe(payingOn(drawn.from - 1));
            expect(one.customers.end).toBe(payingOn(drawn.from + drawn.length - 1));
            expect(one.lost.customers).toBeLessThanOrEqual(one.customers.start);
          }
          for (const name of ['start', 'new', 'reactivated', 'churned', 'end'] as const) {
            expect(bridges.reduce((sum, { customers }) => sum + customers[name], 0)).toBe(
              total.customers[name],
            );
          }
          for (const name of [
            'start',
            'new',
            'reactivated',
            'expansion',
            'contraction',
            'churned',
            'end',
          ] as const) {
            const inEuros = (some: typeof total) =>
              reportedUnits(
                [...some.revenue].map(([currency, one]) => [currency, one[name]] as const),
                conversion,
              ) ?? -1n;
            expect(bridges.reduce((sum, one) => sum + inEuros(one), 0n)).toBe(inEuros(total));
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
