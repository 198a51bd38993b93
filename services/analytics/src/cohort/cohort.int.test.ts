import 'reflect-metadata';
import fc from 'fast-check';
import type { DomainEvent } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { exchangeRateTold, subscriptionTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-05-15T12:00:00.000Z');
const DAY_MS = 86_400_000;

interface Cohort {
  month: string;
  size: number;
  months: {
    month: string;
    monthsSince: number;
    customers: { numerator: number; denominator: number };
    monthlyRecurringRevenue: { amount: string };
    revenueRetention: { ratio: number | null };
  }[];
}

async function cohorts(from: string, to: string, asOf: string, caller = testCallers.admin) {
  const document = `query ($from: String!, $to: String!, $asOf: DateTime) {
    customerCohorts(from: $from, to: $to, asOf: $asOf) { month size months { month monthsSince
      customers { numerator denominator } monthlyRecurringRevenue { amount } revenueRetention { ratio } } } }`;
  return (await service.run<{ customerCohorts: Cohort[] }>(document, { from, to, asOf }, caller))
    .customerCohorts;
}

const paid = (
  id: string,
  customerId: string,
  terms: [from: string, to: string | null, monthlyPrice: string, currency?: string][],
  version = 1,
): DomainEvent =>
  subscriptionTold(
    id,
    customerId,
    {
      terms: terms.map(([from, to, monthlyPrice, currency = 'EUR']) => ({
        from,
        to,
        quantity: 1,
        monthlyPrice,
        currency,
      })),
    },
    version,
  );

async function takeIn(events: DomainEvent[]): Promise<void> {
  await service.tell('entitlements', events);
  await service.drain();
}

describe('cohorts', () => {
  it('show who and what is left of each month of first payments', async () => {
    await takeIn([
      exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.9'),
      exchangeRateTold('2026-02-15', 'USD', 'EUR', '0.5'),
      paid('sub_1', 'cus_1', [['2026-01-31', null, '100']]),
      // Goes in March, is back in April with more.
      paid('sub_2', 'cus_2', [
        ['2026-01-01', '2026-03-01', '100', 'USD'],
        ['2026-04-02', null, '200', 'USD'],
      ]),
      // Was there for a few days.
      paid('sub_3', 'cus_3', [['2026-03-02', '2026-03-09', '70']]),
    ]);
    const shown = (await cohorts('2026-01', '2026-06', '2026-05-15T12:00:00Z')).map(
      ({ month, size, months }) => [
        month,
        size,
        ...months.map((one) => [
          one.monthsSince,
          one.customers.numerator,
          one.monthlyRecurringRevenue.amount,
          one.revenueRetention.ratio,
        ]),
      ],
    );
    expect(shown).toEqual([
      [
        '2026-01',
        2,
        [0, 2, '190.00', 1],
        [1, 2, '190.00', 1],
        [2, 1, '100.00', 100 / 190],
        [3, 2, '280.00', 280 / 190],
        [4, 2, '280.00', 280 / 190],
      ],
      ['2026-03', 1, [0, 0, '0.00', null], [1, 0, '0.00', null], [2, 0, '0.00', null]],
    ]);
    // As of a day in February there was one cohort, with half of February.
    const earlier = await cohorts('2026-01', '2026-06', '2026-02-10T00:00:00Z');
    expect(earlier.map(({ month, months }) => [month, months.length])).toEqual([['2026-01', 2]]);
  });

  it('keep their size whatever happens later, and hold who pays on the last day of each month', async () => {
    const day = (n: number) => new Date(Date.UTC(2023, 0, 1) + n * DAY_MS).toISOString().slice(0, 10);
    const drawn = fc.sample(
      fc.record({
        customer: fc.integer({ min: 1, max: 15 }),
        from: fc.nat(150),
        length: fc.option(fc.integer({ min: 1, max: 120 })),
      }),
      { numRuns: 50, seed: 5 },
    );
    const halfway = drawn.filter(({ from }) => from < 75);
    const told = (some: typeof drawn) =>
      some.map(({ customer, from, length }) =>
        paid(
          `sub_r${drawn.findIndex((one) => one.from === from && one.customer === customer && one.length === length)}`,
          `cus_r${customer}`,
          [[day(from), length === null ? null : day(from + length), '10']],
        ),
      );
    await takeIn(told(halfway));
    const before = await cohorts('2023-01', '2023-04', '2023-09-01T00:00:00Z');
    await takeIn(told(drawn));
    const after = await cohorts('2023-01', '2023-09', '2023-09-01T00:00:00Z');
    // What began in March before the 75th day is complete for January and February.
    const sizes = (some: Cohort[]) =>
      some.filter(({ month }) => month < '2023-03').map(({ month, size }) => [month, size]);
    expect(sizes(after)).toEqual(sizes(before));
    const firsts = new Map<number, number>();
    for (const { customer, from } of drawn)
      firsts.set(customer, Math.min(firsts.get(customer) ?? from, from));
    expect(after.reduce((sum, { size }) => sum + size, 0)).toBe(firsts.size);
    for (const { month, size, months } of after) {
      const members = [...firsts]
        .filter(([, first]) => day(first).startsWith(month))
        .map(([customer]) => customer);
      expect(size).toBe(members.length);
      for (const one of months.slice(0, -1)) {
        const [year = 0, number = 0] = one.month.split('-').map(Number);
        const last = (Date.UTC(year, number, 0) - Date.UTC(2023, 0, 1)) / DAY_MS;
        const paying = members.filter((member) =>
          drawn.some(
            ({ customer, from, length }) =>
              customer === member && from <= last && (length === null || last < from + length),
          ),
        );
        expect(one.customers).toEqual({ numerator: paying.length, denominator: size });
      }
    }
  });

  it('are for staff and analysts, of months that are some', async () => {
    expect(
      await cohorts('2026-01', '2026-06', '2026-05-15T12:00:00Z', testCallers.contact('cus_1')),
    ).toBeNull();
    await expect(cohorts('2026-1', '2026-06', '2026-05-15T12:00:00Z')).rejects.toThrow(
      '`from` is written YYYY-MM',
    );
    await expect(cohorts('2026-06', '2026-06', '2026-05-15T12:00:00Z')).rejects.toThrow('first month out');
  });
});
