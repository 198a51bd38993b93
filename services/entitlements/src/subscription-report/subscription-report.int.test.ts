import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { run, load } = service;

interface Row {
  from: string;
  partner: { name: string } | null;
  customers: Record<'start' | 'new' | 'reactivated' | 'churned' | 'end', number>;
  revenue: ({ currency: string } & Record<string, { amount: string }>)[];
  renewals: { due: number; renewed: number; rate: { ratio: number | null }; cancellationsAsked: number };
}

const REPORT = `query ($from: Date!, $to: Date!, $grain: SubscriptionReportGrain!, $by: [SubscriptionReportDimension!]!) {
  subscriptionReport(from: $from, to: $to, grain: $grain, by: $by) { rows { ...row } totals { ...row } } }
  fragment row on SubscriptionReportRow { from partner { name } customers { start new reactivated churned end }
    revenue { currency start { amount } new { amount } expansion { amount } reactivated { amount }
      contraction { amount } churned { amount } end { amount } }
    renewals { due renewed rate { ratio } cancellationsAsked } }`;

async function report(
  variables: { grain?: string; by?: string[]; from?: string; to?: string } = {},
  caller?: Parameters<typeof run>[2],
): Promise<{ rows: Row[]; totals: Row[] }> {
  const { subscriptionReport } = await run<{ subscriptionReport: { rows: Row[]; totals: Row[] } }>(
    REPORT,
    { from: '2026-01-01', to: '2026-04-01', grain: 'WHOLE', by: [], ...variables },
    caller,
  );
  return subscriptionReport;
}

const subscription = (id: string, customer: string, plan: string, more: Record<string, string> = {}) => ({
  external_id: id,
  customer,
  plan,
  kind: 'STANDARD',
  started_on: '2025-01-01',
  quantity: '1',
  ...more,
});

beforeAll(async () => {
  await loadAccounts(service);
  const subscriptions = await load('Subscriptions', [
    // Alder: 100 EUR since 2025, 150 from February on, and 20 EUR beside it that ended in March after a cancellation.
    subscription('a1', 'alder', 'enterprise', { term: 'ANNUAL', renews_on: '2026-03-15' }),
    subscription('a2', 'alder', 'pay', {
      monthly_price: '20',
      currency: 'EUR',
      term: 'ANNUAL',
      cancelled_on: '2026-02-20',
      ended_on: '2026-03-01',
    }),
    // Birch: 12 USD new in January, gone in February, back in March.
    subscription('b1', 'birch', 'dollar', { started_on: '2026-01-10', ended_on: '2026-02-10' }),
    subscription('b2', 'birch', 'dollar', { started_on: '2026-03-10', quantity: '2' }),
    // Cedar has a trial only.
    subscription('c1', 'cedar', 'trial', { kind: 'TRIAL', monthly_price: '0', currency: 'EUR' }),
  ]);
  const events = await load('SubscriptionEvents', [
    { subscription: 'a1', on: '2026-02-01', type: 'upgraded', monthly_price: '150' },
    { subscription: 'a1', on: '2026-01-01', type: 'renewed' },
  ]);
  expect([...subscriptions.rejects, ...events.rejects]).toEqual([]);
});

describe('the report of subscriptions for sales', () => {
  it('bridges customers and revenue over the whole and tells what came up for renewal', async () => {
    const { rows, totals } = await report();
    expect(rows).toEqual(totals);
    expect(rows).toEqual([
      {
        from: '2026-01-01',
        partner: null,
        customers: { start: 1, new: 1, reactivated: 1, churned: 1, end: 2 },
        revenue: [
          {
            currency: 'EUR',
            start: { amount: '120.00' },
            new: { amount: '0.00' },
            expansion: { amount: '50.00' },
            reactivated: { amount: '0.00' },
            contraction: { amount: '20.00' },
            churned: { amount: '0.00' },
            end: { amount: '150.00' },
          },
          {
            currency: 'USD',
            start: { amount: '0.00' },
            new: { amount: '12.00' },
            expansion: { amount: '0.00' },
            reactivated: { amount: '24.00' },
            contraction: { amount: '0.00' },
            churned: { amount: '12.00' },
            end: { amount: '24.00' },
          },
        ],
        // Renewed on the 1st of January, due on the 15th of March, and one that ended instead.
        renewals: { due: 3, renewed: 1, rate: { ratio: 1 / 3 }, cancellationsAsked: 1 },
      },
    ]);
  });

  it('is cut by month and by reseller, whose rows sum to the totals', async () => {
    const { rows, totals } = await report({ grain: 'MONTH', by: ['PARTNER'] });
    expect(totals.map(({ from }) => from)).toEqual(['2026-01-01', '2026-02-01', '2026-03-01']);
    const places = ['start', 'new', 'reactivated', 'churned', 'end'] as const;
    for (const total of totals) {
      const parts = rows.filter(({ from }) => from === total.from);
      for (const place of places) {
        expect(parts.reduce((sum, row) => sum + row.customers[place], 0)).toBe(total.customers[place]);
      }
    }
    const arbor = rows.filter(({ partner }) => partner?.name === 'Arbor');
    expect(arbor.map(({ revenue }) => revenue.map((one) => one['end']?.amount))).toEqual([
      ['120.00'],
      ['170.00'],
      ['150.00'],
    ]);
  });

  it('is for resellers of their own book, and tells others nothing', async () => {
    const arbor = testCallers.partner(await idOf(service, 'partner', 'arbor'));
    const { totals } = await report({}, arbor);
    expect(totals.map(({ revenue }) => revenue.map(({ currency }) => currency))).toEqual([['EUR']]);
    for (const caller of [
      testCallers.contact(await idOf(service, 'customer', 'alder')),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await report({ by: ['PARTNER'] }, caller)).toBeNull();
    }
  });

  it('leads to the movements behind its figures, page by page', async () => {
    const ask = async (after: string | null) =>
      (
        await run<{
          revenueMovements: {
            totalCount: number;
            pageInfo: { endCursor: string; hasNextPage: boolean };
            nodes: { on: string; kind: string; amount: { amount: string }; customer: { name: string } }[];
          };
        }>(
          `query ($after: String) { revenueMovements(from: "2026-01-01", to: "2026-04-01", first: 2, after: $after) {
             totalCount pageInfo { endCursor hasNextPage }
             nodes { on kind amount { amount } customer { name } } } }`,
          { after },
        )
      ).revenueMovements;
    const pages = [await ask(null)];
    while (pages.at(-1)?.pageInfo.hasNextPage) pages.push(await ask(pages.at(-1)?.pageInfo.endCursor ?? ''));
    expect(pages.map(({ totalCount }) => totalCount)).toEqual([5, 5, 5]);
    expect(
      pages.flatMap(({ nodes }) =>
        nodes.map(({ on, kind, amount, customer }) => `${on} ${customer.name} ${kind} ${amount.amount}`),
      ),
    ).toEqual([
      '2026-01-10 Birch Mills NEW 12.00',
      '2026-02-01 Alder Works EXPANSION 50.00',
      '2026-02-10 Birch Mills CHURNED 12.00',
      '2026-03-01 Alder Works CONTRACTION 20.00',
      '2026-03-10 Birch Mills REACTIVATED 24.00',
    ]);
  });

  it('refuses days in the wrong order and too many periods', async () => {
    for (const variables of [
      { from: '2026-01-01', to: '2026-01-01', grain: 'WHOLE', by: [] },
      { from: '1900-01-01', to: '2026-01-01', grain: 'MONTH', by: [] },
    ]) {
      const { errors } = await service.execute(REPORT, variables);
      expect(errors?.[0]?.extensions['code']).toBe('INVALID');
    }
  });

  it('takes one statement, and one each for the partners and customers it names', async () => {
    const variables = { from: '2025-01-01', to: '2026-04-01', grain: 'MONTH', by: ['PARTNER'] };
    expect(await service.countStatements(REPORT, variables)).toBe(2);
  });
});
