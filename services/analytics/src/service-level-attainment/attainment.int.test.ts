import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const NOW = '2026-03-20T12:00:00.000Z';
const service = analyticsService(NOW);

const down = (from: string, to: string | null, customerIds: string[], productId = 'prd_1') => ({
  productId,
  state: 'DOWN',
  from,
  to,
  customerIds,
});
const clocks = (ticketId: string, ...listed: Record<string, unknown>[]) => ({
  type: 'plimsoll.ticket_clocks.recorded.v1',
  subject: ticketId,
  version: 1,
  data: { ticketId, customerId: 'cus_a', clocks: listed },
});
const clock = (
  status: string,
  dueAt: string,
  stoppedAt: string | null,
  breachedAt: string | null = null,
) => ({
  target: 'FIRST_RESPONSE',
  cycle: 1,
  status,
  dueAt,
  stoppedAt,
  breachedAt,
});

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1', { creditCapPercent: null }),
    customerTold('cus_a'),
    customerTold('cus_b', { timeZone: 'Pacific/Auckland', segment: 'SMB' }),
    ...['cus_a', 'cus_b'].flatMap((id) => [
      entitlementTold(`ent_${id}`, id, { validFrom: '2026-01-01' }),
      subscriptionTold(`sub_${id}`, id),
    ]),
  ]);
  await service.tell('assets', [
    // An hour of January in both places; and one that is January in Berlin, February in Auckland.
    customerImpactTold('tkt_1', [
      down('2026-01-05T10:00:00.000Z', '2026-01-05T11:00:00.000Z', ['cus_a', 'cus_b']),
    ]),
    customerImpactTold('tkt_2', [down('2026-01-31T12:00:00.000Z', '2026-01-31T13:00:00.000Z', ['cus_b'])]),
    // Planned, so no downtime, but it counts for want of notice.
    customerImpactTold('tkt_3', [down('2026-02-20T10:00:00.000Z', '2026-02-20T12:00:00.000Z', ['cus_a'])], {
      planned: true,
      announcedFrom: '2026-02-20T10:00:00.000Z',
      announcedTo: '2026-02-20T12:00:00.000Z',
    }),
    customerImpactTold('tkt_4', [down('2026-03-20T11:50:00.000Z', null, ['cus_a', 'cus_b'])]),
  ]);
  await service.tell('tickets', [
    clocks('tkt_5', clock('MET', '2026-01-10T10:00:00.000Z', '2026-01-10T09:00:00.000Z')),
    clocks('tkt_6', clock('BREACHED', '2026-02-10T10:00:00.000Z', null, '2026-02-10T10:00:00.000Z')),
    clocks('tkt_7', clock('RUNNING', '2026-02-11T10:00:00.000Z', null)),
    clocks('tkt_8', clock('CANCELLED', '2026-02-12T10:00:00.000Z', '2026-02-12T09:00:00.000Z')),
    clocks('tkt_9', clock('MET', '2026-03-19T10:00:00.000Z', '2026-03-19T09:00:00.000Z')),
  ]);
  await service.drain();
});

const DOCUMENT = `query ($asOf: DateTime, $from: DateTime!, $to: DateTime!) { operationsIntelligence(asOf: $asOf) {
  slaAttainment(from: $from, to: $to) { overall { ratio numerator denominator } uptime { ratio numerator denominator }
    response { ratio numerator denominator } byMonth { month ratio numerator denominator } }
  lastDowntime { endedAt secondsSince ongoing ticket { id } customerCount } } }`;

interface Answer {
  slaAttainment: Record<'overall' | 'uptime' | 'response', { numerator: number; denominator: number }> & {
    byMonth: { month: string; numerator: number; denominator: number; ratio: number | null }[];
  };
  lastDowntime: Record<string, unknown> | null;
}

async function ask(asOf: string | null, from: string, to: string): Promise<Answer> {
  const data = await service.run<{ operationsIntelligence: Answer }>(DOCUMENT, { asOf, from, to });
  return data.operationsIntelligence;
}
const parts = ({ numerator, denominator }: { numerator: number; denominator: number }) =>
  `${numerator}/${denominator}`;

describe('how we are doing against our SLAs', () => {
  it('counts customer-product-months and clocks, apart and together', async () => {
    const { slaAttainment } = await ask(null, '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
    // January: both broken. February: both broken, Auckland by the last hour of its January. March: ten minutes are allowed.
    expect(parts(slaAttainment.uptime)).toBe('2/6');
    expect(parts(slaAttainment.response)).toBe('2/3');
    expect(parts(slaAttainment.overall)).toBe('4/9');
    expect(slaAttainment.byMonth.map((one) => `${one.month} ${parts(one)}`)).toEqual([
      '2026-01 1/3',
      '2026-02 0/3',
      '2026-03 3/3',
    ]);
  });

  it('gives each month to the period that holds its first date, and nothing to an empty one', async () => {
    const { slaAttainment } = await ask(null, '2026-01-15T00:00:00Z', '2026-02-01T00:00:00.001Z');
    expect(parts(slaAttainment.uptime)).toBe('0/2');
    expect(parts(slaAttainment.response)).toBe('0/0');
    const none = await ask(null, '2025-06-01T00:00:00Z', '2025-07-01T00:00:00Z');
    expect(none.slaAttainment.byMonth).toEqual([
      { month: '2025-06', ratio: null, numerator: 0, denominator: 0 },
    ]);
  });

  it('knows nothing of what came after the instant asked about', async () => {
    const before = await ask('2026-02-20T11:00:00Z', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
    // An hour of February in Berlin is above the allowed 40 minutes already; at 10:30 it was not.
    expect(parts(before.slaAttainment.uptime)).toBe('0/4');
    const earlier = await ask('2026-02-20T10:30:00Z', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
    expect(parts(earlier.slaAttainment.uptime)).toBe('1/4');
    // On the last evening of February in Berlin it is March in Auckland.
    const turning = await ask('2026-02-28T20:00:00Z', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z');
    expect(parts(turning.slaAttainment.uptime)).toBe('1/1');
    const first = await ask('2026-01-10T08:00:00Z', '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z');
    expect(parts(first.slaAttainment.response)).toBe('0/0');
  });

  it('counts an open outage up to the instant', async () => {
    // March allows 2,674.8 s in Berlin and 2,678.4 s in Auckland: the outage is 2,676 s old.
    const then = await ask('2026-03-20T12:34:36Z', '2026-03-01T00:00:00Z', '2026-04-01T00:00:00Z');
    expect(parts(then.slaAttainment.uptime)).toBe('1/2');
  });
});

describe('the report on service levels', () => {
  interface Line {
    key: string | null;
    name: string | null;
    customerCount: number;
    uptimeAttainment: { numerator: number; denominator: number };
    responseAttainment: { numerator: number; denominator: number };
    countedSeconds: number;
    credits: { amount: string }[];
  }
  const report = async (by: string, first = 50, after: string | null = null) =>
    (
      await service.run<{
        operationsIntelligence: {
          slaReport: {
            nodes: Line[];
            totalCount: number;
            pageInfo: { endCursor: string; hasNextPage: boolean };
          };
        };
      }>(
        `query ($by: SlaReportBy!, $first: Int!, $after: String) { operationsIntelligence {
           slaReport(from: "2026-01-01T00:00:00Z", to: "2026-04-01T00:00:00Z", by: $by, first: $first, after: $after) {
             totalCount pageInfo { endCursor hasNextPage } nodes { key name customerCount uptime lengthSeconds countedSeconds
               uptimeAttainment { numerator denominator } responseAttainment { numerator denominator } credits { amount } } } } }`,
        { by, first, after },
      )
    ).operationsIntelligence.slaReport;

  it('adds up to the attainment, whatever it is cut by', async () => {
    for (const by of [
      'MONTH',
      'CUSTOMER',
      'PRODUCT',
      'AGREEMENT',
      'SEGMENT',
      'REGION',
      'VERTICAL',
      'PARTNER',
      'ACCOUNT_MANAGER',
    ]) {
      const { nodes } = await report(by);
      const sum = (of: (line: Line) => number) => nodes.reduce((total, line) => total + of(line), 0);
      expect([
        sum((line) => line.uptimeAttainment.numerator),
        sum((line) => line.uptimeAttainment.denominator),
        sum((line) => line.responseAttainment.numerator),
        sum((line) => line.responseAttainment.denominator),
      ]).toEqual([2, 6, 2, 3]);
      expect(sum((line) => line.countedSeconds)).toBe(3600 * 2 + 3600 + 7200 + 600 * 2);
    }
    const segments = (await report('SEGMENT')).nodes;
    expect(segments.map(({ key, customerCount }) => `${key} ${customerCount}`)).toEqual([
      'ENTERPRISE 1',
      'SMB 1',
    ]);
    expect((await report('CUSTOMER')).nodes.map(({ name }) => name)).toEqual([
      'Customer cus_a',
      'Customer cus_b',
    ]);
    const first = await report('MONTH', 2);
    expect([first.totalCount, first.pageInfo.hasNextPage]).toEqual([3, true]);
    const second = await report('MONTH', 2, first.pageInfo.endCursor);
    expect([...first.nodes, ...second.nodes].map(({ key }) => key)).toEqual([
      '2026-02',
      '2026-01',
      '2026-03',
    ]);
  });

  it('leads to the months it is made of, which everybody sees of their own', async () => {
    const list = async (filter: Record<string, unknown>, caller = testCallers.admin) =>
      (
        await service.run<{
          serviceLevelMonths: { totalCount: number; nodes: { month: string; customer: { id: string } }[] };
        }>(
          `query ($filter: ServiceLevelMonthFilter) { serviceLevelMonths(first: 10, filter: $filter, orderBy: { field: UPTIME, direction: ASC }) {
             totalCount nodes { month customer { id } uptime uptimeTarget countedSeconds headroomSeconds creditPercent credits { amount currency } } } }`,
          { filter },
          caller,
        )
      ).serviceLevelMonths;
    const breached = await list({ breached: true, from: '2026-01', to: '2026-03' });
    expect(breached.nodes.map(({ customer, month }) => `${customer.id} ${month}`).toSorted()).toEqual([
      'cus_a 2026-01',
      'cus_a 2026-02',
      'cus_b 2026-01',
      'cus_b 2026-02',
    ]);
    expect(await list({ owed: true })).toEqual(breached);
    expect((await list({}, testCallers.contact('cus_b'))).totalCount).toBe(3);
    expect((await list({}, testCallers.nobody)).totalCount).toBe(0);
    await expect(list({ from: 'March' })).rejects.toThrow('YYYY-MM');
  });
});

describe('the last downtime', () => {
  const last = async (asOf: string | null) =>
    (await ask(asOf, '2026-01-01T00:00:00Z', '2026-04-01T00:00:00Z')).lastDowntime;

  it('is the one that lasts, else the one that ended last; what was planned is none', async () => {
    expect(await last(null)).toEqual({
      endedAt: null,
      secondsSince: 0,
      ongoing: true,
      ticket: { id: 'tkt_4' },
      customerCount: 2,
    });
    expect(await last('2026-03-01T00:00:00Z')).toEqual({
      endedAt: '2026-01-31T13:00:00.000Z',
      secondsSince: 28 * 86_400 + 11 * 3600,
      ongoing: false,
      ticket: { id: 'tkt_2' },
      customerCount: 1,
    });
    expect(await last('2026-01-05T10:30:00Z')).toMatchObject({ ongoing: true, ticket: { id: 'tkt_1' } });
    expect(await last('2026-01-01T00:00:00Z')).toBeNull();
  });

  it('is for staff and analysts', async () => {
    const variables = { asOf: null, from: '2026-01-01T00:00:00Z', to: '2026-04-01T00:00:00Z' };
    for (const caller of [testCallers.contact('cus_a'), testCallers.nobody]) {
      expect(await service.run(DOCUMENT, variables, caller)).toEqual({ operationsIntelligence: null });
    }
  });
});
