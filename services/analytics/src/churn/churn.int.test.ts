import 'reflect-metadata';
import type { DomainEvent } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  exchangeRateTold,
  subscriptionTold,
  told,
} from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-07-15T12:00:00.000Z');

const term = (from: string, to: string | null, monthlyPrice: string, currency = 'EUR', planId = 'pln_1') => ({
  from,
  to,
  quantity: 1,
  monthlyPrice,
  currency,
  planId,
});
const happened = (subscriptionId: string, customerId: string, on: string, type: string): DomainEvent => ({
  ...told('subscription_event', `${subscriptionId}/${on}/${type}`, {
    subscriptionId,
    customerId,
    on,
    type,
    reason: null,
  }),
  type: 'plimsoll.subscription_event.recorded.v1',
});
const ticket = (
  id: string,
  customerId: string,
  openedAt: string,
  resolvedAt: string | null,
): DomainEvent => ({
  type: 'plimsoll.ticket.opened.v1',
  subject: id,
  version: 1,
  data: {
    id,
    externalId: null,
    source: null,
    kind: 'INCIDENT',
    status: resolvedAt === null ? 'OPEN' : 'RESOLVED',
    customerId,
    assetIds: [],
    openedAt,
    resolvedAt,
    closedAt: null,
    reopenedCount: 1,
    reassignedCount: 0,
  },
});

beforeAll(async () => {
  await service.tell(
    'entitlements',
    [
      exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.9'),
      told('plan', 'pln_1', { name: 'Basic', productId: 'prd_1' }),
      told('plan', 'pln_2', { name: 'Premier', productId: 'prd_1' }),
      agreementTold('sla_1'),
      // Stays, and grows.
      customerTold('cus_a', { segment: 'ENTERPRISE', accountManagerId: 'per_1' }),
      subscriptionTold('sub_a', 'cus_a', {
        term: 'ANNUAL',
        terms: [term('2025-01-01', '2026-03-01', '1000'), term('2026-03-01', null, '1500', 'EUR', 'pln_2')],
      }),
      happened('sub_a', 'cus_a', '2026-03-01', 'UPGRADED'),
      happened('sub_a', 'cus_a', '2026-01-01', 'RENEWED'),
      // Lost in May, in two currencies.
      customerTold('cus_b', { segment: 'ENTERPRISE', accountManagerId: 'per_2' }),
      entitlementTold('ent_b', 'cus_b'),
      subscriptionTold('sub_b1', 'cus_b', {
        endedOn: '2026-05-01',
        endReason: 'Reliability',
        cancelledOn: '2026-04-02',
        term: 'MONTHLY',
        terms: [term('2025-11-01', '2026-05-01', '400', 'EUR', 'pln_2')],
      }),
      subscriptionTold('sub_b2', 'cus_b', {
        endedOn: '2026-05-01',
        terms: [term('2025-11-01', '2026-05-01', '100', 'USD')],
      }),
      // A small business that becomes an enterprise; loses one of two; lost in June, nobody knows why.
      customerTold('cus_c', { segment: 'SMALL_BUSINESS' }),
      subscriptionTold('sub_c1', 'cus_c', {
        endedOn: '2026-06-10',
        terms: [term('2024-01-01', '2026-06-10', '50')],
      }),
      subscriptionTold('sub_c2', 'cus_c', {
        endedOn: '2026-02-01',
        terms: [term('2025-06-01', '2026-02-01', '30')],
      }),
      // Comes and goes within the period.
      customerTold('cus_d', { segment: 'SMALL_BUSINESS' }),
      subscriptionTold('sub_d', 'cus_d', {
        endedOn: '2026-04-01',
        endReason: 'Price',
        terms: [term('2026-02-01', '2026-04-01', '80')],
      }),
      // Arrives and stays.
      customerTold('cus_e', { segment: null }),
      subscriptionTold('sub_e', 'cus_e', { terms: [term('2026-06-20', null, '20')] }),
    ],
    '2026-01-01T00:00:00Z',
  );
  await service.tell(
    'entitlements',
    [customerTold('cus_c', { segment: 'ENTERPRISE' }, 2)],
    '2026-04-15T00:00:00Z',
  );
  await service.tell('assets', [
    customerImpactTold('tkt_down', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-03-10T10:00:00.000Z',
        to: '2026-03-10T12:00:00.000Z',
        customerIds: ['cus_b'],
      },
    ]),
  ]);
  await service.tell('tickets', [
    // Half a day in the 90 days before 1 May, which begin on 31 January.
    ticket('tkt_1', 'cus_b', '2026-01-30T00:00:00.000Z', '2026-01-31T12:00:00.000Z'),
    ticket('tkt_2', 'cus_b', '2026-04-21T00:00:00.000Z', null),
    ticket('tkt_3', 'cus_a', '2026-07-10T00:00:00.000Z', '2026-07-12T00:00:00.000Z'),
    ticket('tkt_4', 'cus_b', '2025-12-01T00:00:00.000Z', '2026-01-20T00:00:00.000Z'),
    {
      type: 'plimsoll.ticket_clocks.recorded.v1',
      subject: 'tkt_2',
      version: 1,
      data: {
        ticketId: 'tkt_2',
        customerId: 'cus_b',
        clocks: [
          {
            target: 'RESPONSE',
            cycle: 1,
            status: 'BREACHED',
            priority: 'P1',
            agreementId: 'sla_1',
            entitlementId: 'ent_b',
            startedAt: '2026-04-21T00:00:00.000Z',
            dueAt: '2026-04-21T01:00:00.000Z',
            stoppedAt: null,
            breachedAt: '2026-04-21T01:00:00.000Z',
          },
        ],
      },
    },
  ]);
  await service.drain();
});

const BRIDGES = `key name accountManager { id }
  customers { start new reactivated churned end }
  revenue { start { amount } new { amount } expansion { amount } contraction { amount } churned { amount } end { amount currency } }
  logoChurn { ratio numerator denominator } grossRevenueChurn { numerator denominator } netRevenueChurn { numerator }
  averageLifetimeDays renewalRate { ratio numerator denominator } cancellationsAsked
  cancellationRate { numerator denominator } upgradeRate { numerator } downgradeRate { numerator }`;

interface Row {
  key: string | null;
  name: string | null;
  accountManager: { id: string } | null;
  customers: Record<string, number>;
  revenue: Record<string, { amount: string }>;
  lostCustomers: { totalCount: number; nodes: Record<string, unknown>[] };
}
interface Report {
  rows: Row[];
  total: Row;
  to: string;
  missingRates: string[];
  precedingLosses: object;
  precedingStays: object;
}

async function report(by: string, rest = '', caller = testCallers.admin): Promise<Report | null> {
  const document = `{ churnReport(from: "2026-01-01", to: "2026-07-01", by: ${by}) {
    to missingRates rows { ${BRIDGES} lostCustomers(first: 10) { totalCount nodes { customer { id } on } } }
    total { ${BRIDGES} lostCustomers(first: 2) { totalCount nodes { customer { id } on reason plan { id } tenureDays counted
      monthlyRecurringRevenue { amount currency } preceding { breachedMonths breachedClocks ticketDays reopenings } } } } ${rest} } }`;
  return (await service.run<{ churnReport: Report | null }>(document, {}, caller)).churnReport;
}

describe('the churn report', () => {
  it('shows bridges, rates and who was lost', async () => {
    const found = await report('SEGMENT');
    const total = {
      key: null,
      name: null,
      accountManager: null,
      customers: { start: 3, new: 2, reactivated: 0, churned: 3, end: 2 },
      revenue: {
        start: { amount: '1570.00' },
        new: { amount: '100.00' },
        expansion: { amount: '500.00' },
        contraction: { amount: '30.00' },
        churned: { amount: '620.00' },
        end: { amount: '1520.00', currency: 'EUR' },
      },
      logoChurn: { ratio: 2 / 3, numerator: 2, denominator: 3 },
      grossRevenueChurn: { numerator: 570, denominator: 1570 },
      netRevenueChurn: { numerator: 70 },
      // 181 days from November to May, 891 from January 2024 to June 2026.
      averageLifetimeDays: (181 + 891) / 2,
      // Renewed in January; cancelled with a term and ended in May.
      renewalRate: { ratio: 0.5, numerator: 1, denominator: 2 },
      cancellationsAsked: 1,
      cancellationRate: { numerator: 1, denominator: 5 },
      upgradeRate: { numerator: 1 },
      downgradeRate: { numerator: 0 },
    };
    expect(found?.total).toEqual({
      ...total,
      lostCustomers: {
        totalCount: 3,
        nodes: [
          {
            customer: { id: 'cus_d' },
            on: '2026-04-01',
            reason: 'Price',
            plan: { id: 'pln_1' },
            tenureDays: 59,
            counted: false,
            monthlyRecurringRevenue: [{ amount: '80.00', currency: 'EUR' }],
            preceding: { breachedMonths: 0, breachedClocks: 0, ticketDays: 0, reopenings: 0 },
          },
          {
            customer: { id: 'cus_b' },
            on: '2026-05-01',
            reason: 'Reliability',
            plan: { id: 'pln_2' },
            tenureDays: 181,
            counted: true,
            monthlyRecurringRevenue: [
              { amount: '400.00', currency: 'EUR' },
              { amount: '100.00', currency: 'USD' },
            ],
            preceding: { breachedMonths: 1, breachedClocks: 1, ticketDays: 10.5, reopenings: 2 },
          },
        ],
      },
    });
    // As they were when the period began.
    expect(
      found?.rows.map(({ key, customers, lostCustomers }) => [key, customers, lostCustomers.totalCount]),
    ).toEqual([
      ['ENTERPRISE', { start: 2, new: 0, reactivated: 0, churned: 1, end: 1 }, 1],
      ['SMALL_BUSINESS', { start: 1, new: 1, reactivated: 0, churned: 2, end: 0 }, 2],
      [null, { start: 0, new: 1, reactivated: 0, churned: 0, end: 1 }, 0],
    ]);
  });

  it('puts every customer in one group, whatever it is told apart by', async () => {
    const keys: Record<string, unknown[]> = {};
    for (const by of [
      'PARTNER',
      'PLAN',
      'REASON',
      'TENURE',
      'ACCOUNT_MANAGER',
      'REGION',
      'VERTICAL',
      'SEGMENT',
    ]) {
      const found = await report(by);
      const { rows, total } = found ?? { rows: [], total: undefined };
      keys[by] = rows.map(({ key, name, accountManager, customers }) => [
        key,
        ...(name ? [name] : []),
        ...(accountManager ? [accountManager.id] : []),
        customers['start'],
        customers['churned'],
      ]);
      for (const part of ['start', 'new', 'reactivated', 'churned', 'end']) {
        expect(rows.reduce((sum, row) => sum + (row.customers[part] ?? 0), 0)).toBe(total?.customers[part]);
      }
      for (const part of ['start', 'new', 'expansion', 'contraction', 'churned', 'end']) {
        const sum = rows.reduce((all, row) => all + Number(row.revenue[part]?.amount), 0);
        expect(sum.toFixed(2)).toBe(total?.revenue[part]?.amount);
      }
    }
    expect(keys).toMatchObject({
      PARTNER: [[null, 3, 3]],
      PLAN: [
        ['pln_1', 'Basic', 2, 2],
        ['pln_2', 'Premier', 1, 1],
      ],
      REASON: [
        ['NOT_RECORDED', 1, 1],
        ['Price', 0, 1],
        ['Reliability', 1, 1],
        [null, 1, 0],
      ],
      TENURE: [
        ['ARRIVED', 0, 1],
        ['UNDER_2_YEARS', 1, 0],
        ['UNDER_3_MONTHS', 1, 1],
        ['UNDER_5_YEARS', 1, 1],
      ],
      ACCOUNT_MANAGER: [
        ['per_1', 'per_1', 1, 0],
        ['per_2', 'per_2', 1, 1],
        [null, 1, 2],
      ],
    });
  });

  it('sets what preceded losses beside what the others saw', async () => {
    const found = await report(
      'SEGMENT',
      `precedingLosses { customers breachedMonths breachedClocks ticketDays breachesPerCustomer { ratio } declining usageChange }
       precedingStays { customers breachedMonths ticketDays ticketDaysPerCustomer { ratio } }`,
    );
    expect(found).toMatchObject({
      precedingLosses: {
        customers: 3,
        breachedMonths: 1,
        breachedClocks: 1,
        ticketDays: 10.5,
        breachesPerCustomer: { ratio: 2 / 3 },
        declining: 0,
        usageChange: null,
      },
      precedingStays: { customers: 1, breachedMonths: 0, ticketDays: 0, ticketDaysPerCustomer: { ratio: 0 } },
    });
  });

  it('is for staff and analysts', async () => {
    expect((await report('SEGMENT', '', testCallers.analyst))?.total.customers).toMatchObject({ start: 3 });
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a')]) {
      expect(await report('SEGMENT', '', caller)).toBeNull();
    }
  });

  it('takes as many statements for many groups and losses as for one', async () => {
    const count = (by: string) =>
      service.countStatements(`{ churnReport(from: "2026-01-01", to: "2026-07-01", by: ${by}) {
        rows { ${BRIDGES} lostCustomers(first: 10) { nodes { on preceding { ticketDays } } } } precedingLosses { customers } } }`);
    await count('SEGMENT');
    expect(await count('SEGMENT')).toBe(await count('REGION'));
    expect(await count('SEGMENT')).toBeLessThanOrEqual(6);
  });

  it('refuses days that are none', async () => {
    await expect(service.run('{ churnReport(from: "2026-07-01", to: "2026-07-01") { to } }')).rejects.toThrow(
      'the first day out',
    );
    await expect(service.run('{ churnReport(from: "2006-07-01", to: "2026-07-02") { to } }')).rejects.toThrow(
      'at most 10 years',
    );
  });
});

describe('the causes of churn', () => {
  it('are the reasons given, with what preceded', async () => {
    const document = `{ operationsIntelligence { churnCauses(from: "2026-01-01T00:00:00Z", to: "2026-07-01T00:00:00Z") {
      reason customerCount monthlyRecurringRevenue { amount currency } share { ratio numerator denominator }
      breachesBefore ticketDaysBefore customers(first: 1) { totalCount nodes { customer { id } } } } } }`;
    const one = (reason: string, amount: string, id: string, rest: object = {}) => ({
      reason,
      customerCount: 1,
      monthlyRecurringRevenue: { amount, currency: 'EUR' },
      share: { ratio: 1 / 3, numerator: 1, denominator: 3 },
      breachesBefore: 0,
      ticketDaysBefore: 0,
      customers: { totalCount: 1, nodes: [{ customer: { id } }] },
      ...rest,
    });
    expect(await service.run(document)).toEqual({
      operationsIntelligence: {
        churnCauses: [
          one('NOT_RECORDED', '50.00', 'cus_c'),
          one('Price', '80.00', 'cus_d'),
          one('Reliability', '490.00', 'cus_b', { breachesBefore: 2, ticketDaysBefore: 10.5 }),
        ],
      },
    });
    expect(await service.countStatements(document)).toBeLessThanOrEqual(5);
  });

  it('are none behind the instant they are asked for', async () => {
    const document = `{ operationsIntelligence(asOf: "2026-04-30T23:00:00Z") {
      churnCauses(from: "2026-01-01T00:00:00Z", to: "2026-07-01T00:00:00Z") { reason } } }`;
    expect(await service.run(document)).toEqual({
      operationsIntelligence: { churnCauses: [{ reason: 'Price' }] },
    });
  });
});
