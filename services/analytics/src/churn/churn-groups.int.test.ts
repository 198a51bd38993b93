import 'reflect-metadata';
import fc from 'fast-check';
import { customerTold, subscriptionTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2027-01-01T00:00:00.000Z');
const DAY_MS = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const day = (n: number) => new Date(START + n * DAY_MS).toISOString().slice(0, 10);

const SEGMENTS = ['ENTERPRISE', 'SMALL_BUSINESS', null];
/** Days on which customers become something else. */
const SWITCH = 60;

const drawn = fc.sample(
  fc.record({
    customer: fc.nat(19),
    from: fc.nat(110),
    length: fc.option(fc.integer({ min: 1, max: 70 })),
    price: fc.constantFrom(10, 12.5, 20),
    currency: fc.constantFrom('EUR', 'EUR', 'USD'),
    plan: fc.constantFrom('pln_1', 'pln_2'),
  }),
  { numRuns: 70, seed: 3 },
);
const segmentOn = (customer: number, n: number) => SEGMENTS[(customer + (n >= SWITCH ? 1 : 0)) % 3] ?? null;
const paidOn = (customer: number, currency: string, n: number) =>
  drawn
    .filter((one) => one.customer === customer && one.currency === currency)
    .filter(({ from, length }) => from <= n && (length === null || n < from + length))
    .reduce((sum, { price }) => sum + price, 0);
const pays = (customer: number, n: number) => paidOn(customer, 'EUR', n) + paidOn(customer, 'USD', n) > 0;

interface Bridge {
  currency: string;
  start: { amount: string };
  end: { amount: string };
}
interface Row {
  key: string | null;
  customers: { start: number; new: number; reactivated: number; churned: number; end: number };
  revenueByCurrency: (Bridge &
    Record<'new' | 'reactivated' | 'expansion' | 'contraction' | 'churned', { amount: string }>)[];
  logoChurn: { numerator: number; denominator: number };
  lostCustomers: { totalCount: number };
}

async function report(by: string, from: number, to: number): Promise<{ rows: Row[]; total: Row }> {
  const money = ['start', 'new', 'reactivated', 'expansion', 'contraction', 'churned', 'end']
    .map((part) => `${part} { amount }`)
    .join(' ');
  const fields = `key customers { start new reactivated churned end } revenueByCurrency { currency ${money} }
    logoChurn { numerator denominator } lostCustomers(first: 1) { totalCount }`;
  const { churnReport } = await service.run<{ churnReport: { rows: Row[]; total: Row } }>(
    `{ churnReport(from: "${day(from)}", to: "${day(to)}", by: ${by}) { rows { ${fields} } total { ${fields} } } }`,
  );
  return churnReport;
}

beforeAll(async () => {
  const customers = [...Array(20).keys()];
  await service.tell(
    'entitlements',
    [
      ...customers.map((n) => customerTold(`cus_${n}`, { segment: segmentOn(n, 0) })),
      ...drawn.map(({ customer, from, length, price, currency, plan }, index) =>
        subscriptionTold(`sub_${index}`, `cus_${customer}`, {
          planId: plan,
          terms: [
            {
              from: day(from),
              to: length === null ? null : day(from + length),
              quantity: 1,
              monthlyPrice: String(price),
              currency,
            },
          ],
        }),
      ),
    ],
    '2026-01-01T00:00:00Z',
  );
  await service.tell(
    'entitlements',
    customers.map((n) => customerTold(`cus_${n}`, { segment: segmentOn(n, SWITCH) }, 2)),
    `${day(SWITCH)}T00:00:00Z`,
  );
  await service.drain();
});

describe('the groups of a churn report', () => {
  const periods: [number, number][] = [
    [0, 30],
    [30, 31],
    [45, 90],
    [59, 60],
    [60, 150],
    [1, 200],
  ];

  it.each(periods)(
    'lead from start to end in the days %i to %i, by segments as they were',
    async (from, to) => {
      const { rows } = await report('SEGMENT', from, to);
      const customers = [...Array(20).keys()];
      for (const key of SEGMENTS) {
        const row = rows.find((one) => one.key === key);
        const members = customers.filter((customer) => segmentOn(customer, from) === key);
        const there = members.filter((customer) => pays(customer, from - 1));
        expect(row?.customers.start ?? 0).toBe(there.length);
        expect(row?.customers.end ?? 0).toBe(members.filter((customer) => pays(customer, to - 1)).length);
        const days = [...Array(to - from).keys()].map((n) => from + n);
        const lost = there.filter((customer) => days.some((n) => !pays(customer, n)));
        expect(row?.logoChurn.numerator ?? 0).toBe(lost.length);
        for (const currency of ['EUR', 'USD']) {
          const sum = (n: number) =>
            members.reduce((total, customer) => total + paidOn(customer, currency, n), 0);
          const bridge = row?.revenueByCurrency.find((one) => one.currency === currency);
          expect(Number(bridge?.start.amount ?? 0)).toBe(sum(from - 1));
          expect(Number(bridge?.end.amount ?? 0)).toBe(sum(to - 1));
        }
      }
    },
  );

  it.each(['SEGMENT', 'PLAN', 'REASON', 'TENURE'])(
    'add up to the total by %s, which is the same by each',
    async (by) => {
      for (const [from, to] of periods.slice(2)) {
        const { rows, total } = await report(by, from, to);
        const reference = (await report('REGION', from, to)).total;
        expect(total).toEqual(reference);
        const add = (of: (row: Row) => number) => rows.reduce((sum, row) => sum + of(row), 0);
        for (const part of ['start', 'new', 'reactivated', 'churned', 'end'] as const) {
          expect(add(({ customers }) => customers[part])).toBe(total.customers[part]);
        }
        expect(add(({ logoChurn }) => logoChurn.numerator)).toBe(total.logoChurn.numerator);
        expect(add(({ lostCustomers }) => lostCustomers.totalCount)).toBe(total.lostCustomers.totalCount);
        for (const row of [...rows, total]) {
          const { start, new: arrived, reactivated, churned, end } = row.customers;
          expect(start + arrived + reactivated - churned).toBe(end);
          expect(row.lostCustomers.totalCount).toBe(churned);
          for (const bridge of row.revenueByCurrency) {
            const amount = (part: keyof Omit<typeof bridge, 'currency'>) => Number(bridge[part].amount);
            const grown = amount('start') + amount('new') + amount('reactivated') + amount('expansion');
            expect(grown - amount('contraction') - amount('churned')).toBe(amount('end'));
          }
        }
      }
    },
  );
});
