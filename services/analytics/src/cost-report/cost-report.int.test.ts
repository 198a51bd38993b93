import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { customerTold, exchangeRateTold, subscriptionTold, told } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-20T12:00:00.000Z');

type Caller = Parameters<typeof service.run>[2];
interface Amount {
  amount: string;
  currency: string;
}
const eur = (amount: string): Amount => ({ amount, currency: 'EUR' });

const REPORT = `query ($from: Date!, $to: Date!) { costReport(from: $from, to: $to) {
  rulesVersion total { amount currency } missingRates
  byClass: lines(by: CLASS) { key cost { amount } recordCount }
  byMonth: lines(by: MONTH) { key cost { amount } }
  byQueue: ticketCosts(by: QUEUE) { key cost { amount } ticketCount costPerTicket { amount } }
  byTier: ticketCosts(by: TIER) { key cost { amount } ticketCount costPerTicket { amount } }
  byLevel: margins(by: SUPPORT_LEVEL) { key name customerCount cost { amount } revenue { amount } margin { amount } marginRatio { ratio numerator denominator } payingShare { ratio numerator denominator } }
  bySegment: margins(by: SEGMENT) { key customerCount cost { amount } revenue { amount } }
  byManager: margins(by: ACCOUNT_MANAGER) { key person { id } customerCount }
  customers(first: 10) { totalCount nodes { customer { id } cost { amount } revenue { amount } margin { amount } parts { class cost { amount } } } }
  downtime { cost { amount } downSeconds costPerHour { amount } }
  changes { cost { amount } changeCount costPerChange { amount } } } }`;

const FEBRUARY = { from: '2026-02-01', to: '2026-03-01' };

const cents = (amount: string) => BigInt(amount.replace('.', ''));

beforeAll(async () => {
  await service.tell('entitlements', [
    customerTold('cus_a', { segment: 'ENTERPRISE', accountManagerId: 'per_1' }),
    customerTold('cus_b', { segment: 'SMB' }),
    customerTold('cus_c', { segment: 'SMB' }),
    told('support_level', 'lvl_1', { name: 'Premier', agreementId: null }),
    told('plan', 'pln_1', {
      name: 'Mail',
      productId: 'prd_1',
      supportLevelId: 'lvl_1',
      agreementId: null,
      tier: 1,
      monthlyPrice: '1000',
      currency: 'EUR',
    }),
    subscriptionTold('sub_a', 'cus_a'),
    // From the fifteenth on: 14 of 28 days of 400 dollars.
    subscriptionTold('sub_b', 'cus_b', {
      planId: 'pln_2',
      productId: 'prd_2',
      startedOn: '2026-02-15',
      terms: [{ from: '2026-02-15', to: null, quantity: 1, monthlyPrice: '400', currency: 'USD' }],
    }),
    exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.5'),
  ]);
  await service.tell(
    'tickets',
    [1, 2, 3, 4, 5].map((n) => ({
      type: 'plimsoll.ticket.opened.v1',
      subject: `tkt_${n}`,
      version: 1,
      data: {
        id: `tkt_${n}`,
        externalId: null,
        source: null,
        kind: 'REQUEST',
        status: 'RESOLVED',
        customerId: n === 5 ? null : n === 4 ? 'cus_c' : 'cus_a',
        queueId: n < 4 ? 'que_1' : 'que_2',
        tier: n < 3 ? 'L1' : 'L2',
        assetIds: [],
        openedAt: '2026-01-30T00:00:00.000Z',
        resolvedAt: n === 3 ? '2026-03-02T00:00:00.000Z' : '2026-02-10T00:00:00.000Z',
        reopenedCount: 0,
        reassignedCount: 0,
      },
    })),
  );
  await service.drain();
  await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    const cost = (
      id: string,
      date: string,
      kind: string,
      amount: string,
      currency = 'EUR',
      column = '',
      named = '',
    ) =>
      tx.query(
        `insert into cost_record (id, version, date, kind, amount, currency${column ? `, ${column}` : ''})
         values ($1, 1, $2, $3, $4, $5${column ? ', $6' : ''})`,
        [id, date, kind, amount, currency, ...(column ? [named] : [])],
      );
    await cost('cst_1', '2026-02-28', 'support', '300', 'EUR', 'queue_id', 'que_1');
    await cost('cst_2', '2026-02-28', 'telephony', '100');
    await cost('cst_3', '2026-02-01', 'hosting', '200.01', 'USD');
    await cost('cst_4', '2026-02-11', 'hosting', '50', 'EUR', 'product_id', 'prd_2');
    await cost('cst_5', '2026-02-12', 'incident overtime', '90', 'EUR');
    await cost('cst_6', '2026-02-12', 'release', '60', 'EUR', 'customer_id', 'cus_c');
    await cost('cst_7', '2026-02-12', 'hosting', '1', 'JPY');
    await cost('cst_8', '2026-01-31', 'hosting', '7', 'EUR');
    await tx.query(
      `insert into change (id, version, status, outcome, asset_ids, ended_at)
       values ('chg_1', 1, 'COMPLETED', 'SUCCEEDED', '{}', '2026-02-05T00:00:00Z'),
              ('chg_2', 1, 'COMPLETED', 'FAILED', '{}', '2026-02-28T23:00:00Z'),
              ('chg_3', 1, 'COMPLETED', 'FAILED', '{}', '2026-03-01T00:00:00Z')`,
    );
    await tx.query(
      `insert into ledger_statement (incident_id, version, recorded_at, planned) values ('tkt_9', 1, '2026-02-05T00:00:00Z', false)`,
    );
    await tx.query(
      `insert into ledger_impact (incident_id, version, piece, current, product_id, state, impact_from, impact_to)
       values ('tkt_9', 1, 0, true, 'prd_1', 'DOWN', '2026-02-05T00:00:00Z', '2026-02-05T01:00:00Z'),
              ('tkt_9', 1, 1, true, 'prd_2', 'DOWN', '2026-02-05T00:30:00Z', '2026-02-05T02:00:00Z')`,
    );
  });
});

describe('what the company spent', () => {
  it('is told by what costs name, and by what tickets cost', async () => {
    const { costReport: report } = await service.run<{ costReport: Record<string, unknown> }>(
      REPORT,
      FEBRUARY,
    );
    expect(report).toMatchObject({
      rulesVersion: 1,
      // 300 + 100 + 200.01 × 0.5 + 50 + 90 + 60
      total: eur('700.01'),
      missingRates: ['JPY'],
      byClass: [
        { key: 'CHANGE', cost: { amount: '60.00' }, recordCount: 1 },
        { key: 'DESK', cost: { amount: '400.00' }, recordCount: 2 },
        { key: 'DOWNTIME', cost: { amount: '90.00' }, recordCount: 1 },
        { key: 'PLATFORM', cost: { amount: '150.01' }, recordCount: 2 },
      ],
      byMonth: [{ key: '2026-02', cost: { amount: '700.01' } }],
      // Two were resolved in the first queue, two in the second: telephony goes half and half.
      byQueue: [
        { key: 'que_1', cost: { amount: '350.00' }, ticketCount: 2, costPerTicket: { amount: '175.00' } },
        { key: 'que_2', cost: { amount: '50.00' }, ticketCount: 2, costPerTicket: { amount: '25.00' } },
      ],
      byTier: [
        { key: 'L1', cost: { amount: '350.00' }, ticketCount: 2, costPerTicket: { amount: '175.00' } },
        { key: 'L2', cost: { amount: '50.00' }, ticketCount: 2, costPerTicket: { amount: '25.00' } },
      ],
      downtime: { cost: { amount: '90.00' }, downSeconds: 7200, costPerHour: { amount: '45.00' } },
      changes: { cost: { amount: '60.00' }, changeCount: 2, costPerChange: { amount: '30.00' } },
    });
  });

  it('is shared out over customers, and every cut adds up to the total', async () => {
    const { costReport: report } = await service.run<{
      costReport: {
        customers: { totalCount: number; nodes: { cost: Amount }[] };
        byLevel: { cost: Amount }[];
        bySegment: { cost: Amount }[];
        byManager: unknown;
      };
    }>(REPORT, FEBRUARY);
    // Desk: 300 to a; 100 by three tickets of customers, two of a and one of c. Revenue of February: a 1,000, b 100 euros:
    // hosting of 100.01 and overtime of 90 (nothing counted against a target) go ten to one; 50 to b, who pays for product 2.
    const node = (id: string, cost: string, revenue: string) => ({
      customer: { id },
      cost: { amount: cost },
      revenue: { amount: revenue },
    });
    expect(report.customers).toMatchObject({
      totalCount: 3,
      nodes: [
        node('cus_a', '539.41', '1000.00'),
        node('cus_c', '93.33', '0.00'),
        node('cus_b', '67.27', '100.00'),
      ],
    });
    expect(report.byLevel).toMatchObject([
      {
        key: 'lvl_1',
        name: 'Premier',
        customerCount: 1,
        payingShare: { ratio: 0.5, numerator: 1, denominator: 2 },
        cost: { amount: '539.41' },
        margin: { amount: '460.59' },
        marginRatio: { ratio: 0.46059, numerator: 46059, denominator: 100000 },
      },
      { key: null, name: null, customerCount: 2, cost: { amount: '160.60' } },
    ]);
    expect(report.byManager).toEqual([
      { key: 'per_1', person: { id: 'per_1' }, customerCount: 1 },
      { key: null, person: null, customerCount: 2 },
    ]);
    for (const lines of [report.customers.nodes, report.byLevel, report.bySegment]) {
      expect(lines.reduce((sum, { cost }) => sum + cents(cost.amount), 0n)).toBe(70001n);
    }
  });

  it('is paged, and told of one customer', async () => {
    const page = async (after: string | null) =>
      (
        await service.run<{
          costReport: {
            customers: { nodes: { customer: { id: string } }[]; pageInfo: { endCursor: string } };
          };
        }>(
          `query ($from: Date!, $to: Date!, $after: String) { costReport(from: $from, to: $to) { customers(first: 1, after: $after) {
             nodes { customer { id } } pageInfo { endCursor hasNextPage } } } }`,
          { ...FEBRUARY, after },
        )
      ).costReport.customers;
    const first = await page(null);
    const second = await page(first.pageInfo.endCursor);
    const third = await page(second.pageInfo.endCursor);
    expect([first, second, third].flatMap(({ nodes }) => nodes.map(({ customer }) => customer.id))).toEqual([
      'cus_a',
      'cus_c',
      'cus_b',
    ]);
    expect((await page(third.pageInfo.endCursor)).nodes).toEqual([]);
    const one = `query ($of: [_Any!]!, $from: Date!, $to: Date!) { _entities(representations: $of) { ... on Customer {
      costToServe(from: $from, to: $to) { cost { amount } parts { class cost { amount } } } } } }`;
    const of = [{ __typename: 'Customer', id: 'cus_c' }];
    expect(await service.run(one, { ...FEBRUARY, of })).toEqual({
      _entities: [
        {
          costToServe: {
            cost: { amount: '93.33' },
            parts: [
              { class: 'CHANGE', cost: { amount: '60.00' } },
              { class: 'DESK', cost: { amount: '33.33' } },
            ],
          },
        },
      ],
    });
    expect(await service.run(one, { ...FEBRUARY, of }, testCallers.contact('cus_c'))).toEqual({
      _entities: [{ costToServe: null }],
    });
  });

  it('is for staff and analysts, and of a period that is one', async () => {
    const total = async (variables: Record<string, string>, caller?: Caller) =>
      (
        await service.run<{ costReport: unknown }>(
          'query ($from: Date!, $to: Date!) { costReport(from: $from, to: $to) { total { amount } } }',
          variables,
          caller,
        )
      ).costReport;
    expect(await total(FEBRUARY, testCallers.analyst)).toEqual({ total: { amount: '700.01' } });
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a'), testCallers.nobody]) {
      expect(await total(FEBRUARY, caller)).toBeNull();
    }
    expect(await total({ from: '2030-01-01', to: '2030-02-01' })).toEqual({ total: { amount: '0.00' } });
    await expect(total({ from: '2026-02-01', to: '2026-02-01' })).rejects.toThrow('later than');
    await expect(total({ from: '2026-02-01', to: '2036-02-02' })).rejects.toThrow('10 years');
  });
});
