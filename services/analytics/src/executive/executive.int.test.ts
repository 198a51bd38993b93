import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { measureMonth } from '../month-figure/index.js';
import { MONTH_FAMILIES } from '../month-families.js';
import { analyticsService } from '../testing/analytics-service.js';

const NOW = '2026-03-20T12:00:00.000Z';
const service = analyticsService(NOW);
const SYSTEM = { kind: 'SYSTEM' } as const;
const write = (...statements: string[]) =>
  service.test.database.transaction(SYSTEM, async (tx) => {
    for (const statement of statements) await tx.query(statement);
  });

/** Works out every month that is marked, as the job does. */
const measureAll = (at = NOW) =>
  service.test.database.transaction(SYSTEM, async (tx) => {
    const stale = await tx.query<{ family: string; month: string }>(
      'select distinct family, month from stale_month order by 1, 2',
    );
    for (const { family, month } of stale) {
      const found = MONTH_FAMILIES.find(({ name }) => name === family);
      if (found) await measureMonth(tx, found, month, new Date(at));
    }
    return stale.length;
  });

const RATIO = '{ ratio numerator denominator }';
const INTERVAL = '{ mean median p90 measuredCount missingCount negativeCount }';
const QUERY = `query ($asOf: DateTime, $from: DateTime!, $to: DateTime!) { operationsIntelligence(asOf: $asOf) {
  changeOutcomes(from: $from, to: $to) { succeeded succeededWithIssues failed rolledBack cancelled
    successRate ${RATIO} emergencyShare ${RATIO} }
  troublesomeAssets(first: 10, from: $from, to: $to) {
    asset { id } incidentCount downSeconds changesFailed creditsPaid { amount currency } customerCount }
  topCustomers(first: 10) { customer { id } monthlyRecurringRevenue { amount currency } uptime breachCount
    openTicketCount renewsOn }
  incidentTrend(from: $from, to: $to) { month incidentCount openCount reopenedCount detect ${INTERVAL}
    acknowledge ${INTERVAL} mitigate ${INTERVAL} restore ${INTERVAL} resolve ${INTERVAL} }
  trailingTwelveMonths { month customerCount monthlyRecurringRevenue { amount currency } logoChurn ${RATIO}
    grossRevenueChurn ${RATIO} netRevenueChurn ${RATIO} renewalRate ${RATIO} uptime incidentCount changeCount
    changeSuccessRate ${RATIO} ticketsOpened ticketsResolved firstContactResolution ${RATIO}
    costPerTicket { amount currency } creditsPaid { amount currency } } } }`;
const PERIOD = { from: '2026-02-01T00:00:00.000Z', to: '2026-04-01T00:00:00.000Z' };

interface Answer {
  operationsIntelligence: {
    changeOutcomes: Record<string, unknown>;
    troublesomeAssets: Record<string, unknown>[];
    topCustomers: Record<string, unknown>[];
    incidentTrend: Record<string, unknown>[];
    trailingTwelveMonths: Record<string, unknown>[];
  };
}
/** The answers; of the twelve months the last two, before them nothing was. */
const ask = async (variables: Record<string, unknown> = PERIOD, caller = testCallers.admin) => {
  const { operationsIntelligence } = await service.run<Answer>(QUERY, variables, caller);
  const { trailingTwelveMonths: months } = operationsIntelligence;
  return { ...operationsIntelligence, trailingTwelveMonths: months.slice(-2) };
};

const customer = (id: string) =>
  `insert into customer (id, version, name, time_zone, active) values ('${id}', 1, '${id}', 'UTC', true)`;
const pays = (id: string, amount: number, currency: string, from = '2025-01-01', to: string | null = null) =>
  `insert into subscription_term (subscription_id, valid_from, valid_to, customer_id, monthly_price, currency)
   values ('sub_${id}${from}', '${from}', ${to === null ? 'null' : `'${to}'`}, '${id}', ${amount}, '${currency}')`;
const changed = (id: string, outcome: string | null, kind: string, endedAt: string, assets = 'ast_1') =>
  `insert into change (id, version, kind, status, outcome, asset_ids, ended_at) values ('${id}', 1, '${kind}',
   '${outcome === null ? 'CANCELLED' : 'COMPLETED'}', ${outcome === null ? 'null' : `'${outcome}'`},
   '{${assets}}', '${endedAt}')`;
const minutes = (start: string, after: number | null) =>
  after === null ? 'null' : `timestamptz '${start}' + interval '${after} minutes'`;
const incident = (id: string, start: string, after: (number | null)[], rest: { reopened?: number } = {}) => {
  const [detected, acknowledged, mitigated, restored, resolved] = after;
  return [
    `insert into incident (id, version, planned, started_at, detected_at, acknowledged_at, mitigated_at, restored_at)
     values ('${id}', 1, false, '${start}', ${[detected, acknowledged, mitigated, restored]
       .map((one) => minutes(start, one ?? null))
       .join(', ')})`,
    `insert into ticket (id, version, kind, status, opened_at, resolved_at, reopened_count)
     values ('${id}', 1, 'INCIDENT', 'X', '${start}', ${minutes(start, resolved ?? null)}, ${rest.reopened ?? 0})`,
  ];
};
const impact = (
  incidentId: string,
  piece: number,
  assetId: string,
  state: string,
  from: string,
  to: string,
) =>
  `insert into asset_impact (incident_id, piece, asset_id, state, impact_from, impact_to)
   values ('${incidentId}', ${piece}, '${assetId}', '${state}', '${from}', '${to}')`;
const failure = (incidentId: string, planned = false) =>
  `insert into asset_incident (incident_id, version, planned) values ('${incidentId}', 1, ${planned})`;
/** The ledger's word on one incident: DOWN for one hour of `prd_1` from an instant on. */
const hits = (incidentId: string, from: string, seconds: number, customerIds: string[], planned = false) => [
  `insert into ledger_statement (incident_id, version, recorded_at, planned) values ('${incidentId}', 1, '${from}', ${planned})`,
  `insert into ledger_impact (incident_id, version, piece, current, product_id, state, impact_from, impact_to)
   values ('${incidentId}', 1, 0, true, 'prd_1', 'DOWN', '${from}', timestamptz '${from}' + interval '${seconds} s')`,
  ...customerIds.map(
    (id) =>
      `insert into ledger_customer (incident_id, version, piece, customer_id) values ('${incidentId}', 1, 0, '${id}')`,
  ),
];
const level = (customerId: string, month: string, counted: number, credits = '[]') =>
  `insert into service_level_month (customer_id, product_id, agreement_id, month, starts_on, length_seconds,
     counted_seconds, excluded_seconds, unknown_seconds, uptime, uptime_target, headroom_seconds, breached, credit_percent,
     credits, computed_through)
   values ('${customerId}', 'prd_1', 'sla_1', '${month}', '${month}-01', 2419200, ${counted}, 0, 0, 99, 99.9, 0,
     ${counted > 2419}, 10, '${credits}', '${NOW}')`;

beforeAll(async () => {
  await write(
    ...['cus_a', 'cus_b', 'cus_c'].map(customer),
    `insert into exchange_rate (id, version, date, from_currency, to_currency, rate) values ('r', 1, '2025-01-01', 'USD', 'EUR', 0.5)`,
    pays('cus_a', 100, 'EUR'),
    pays('cus_b', 150.01, 'USD'),
    pays('cus_b', 50, 'EUR', '2026-01-01'),
    // Over before today, and in a currency without a rate.
    pays('cus_c', 900, 'EUR', '2025-01-01', '2026-03-20'),
    pays('cus_c', 900, 'XTS', '2025-06-01'),
    `insert into subscription (id, version, customer_id, kind, renews_on, terms) values
       ('sub_1', 1, 'cus_a', 'STANDARD', '2026-03-19', '[]'), ('sub_2', 1, 'cus_a', 'STANDARD', '2026-09-01', '[]'),
       ('sub_3', 1, 'cus_a', 'TRIAL', '2026-04-01', '[]')`,
    changed('chg_1', 'SUCCEEDED', 'NORMAL', '2026-02-01T00:00:00Z'),
    changed('chg_2', 'SUCCEEDED_WITH_ISSUES', 'EMERGENCY', '2026-02-28T23:59:59.999Z'),
    changed('chg_3', 'FAILED', 'EMERGENCY', '2026-03-02T00:00:00Z', 'ast_1,ast_2'),
    changed('chg_4', 'ROLLED_BACK', 'STANDARD', '2026-03-03T00:00:00Z'),
    changed('chg_5', null, 'STANDARD', '2026-03-03T00:00:00Z'),
    changed('chg_6', 'SUCCEEDED', 'NORMAL', '2026-04-01T00:00:00Z'),
    changed('chg_7', 'SUCCEEDED', 'NORMAL', '2026-01-31T23:59:59.999Z'),
    ...incident('tkt_1', '2026-02-10T10:00:00Z', [10, 15, 60, 90, 120], { reopened: 1 }),
    ...incident('tkt_2', '2026-02-20T10:00:00Z', [20, 40, null, 30, 200]),
    // Detected before it started; not over.
    ...incident('tkt_3', '2026-03-05T10:00:00Z', [-5, 5, null, null, null]),
    // Resolved after the question's instant.
    ...incident('tkt_4', '2026-03-19T10:00:00Z', [1, 2, 3, 4, 60 * 24 * 30]),
    failure('tkt_1'),
    failure('tkt_2'),
    failure('tkt_9', true),
    impact('tkt_1', 0, 'ast_1', 'DOWN', '2026-02-10T10:00:00Z', '2026-02-10T11:00:00Z'),
    impact('tkt_1', 1, 'ast_2', 'DEGRADED', '2026-02-10T10:00:00Z', '2026-02-10T11:00:00Z'),
    // Overlaps the first, and reaches over the end of the month.
    impact('tkt_2', 0, 'ast_1', 'DOWN', '2026-02-10T10:30:00Z', '2026-02-10T11:30:00Z'),
    impact('tkt_2', 1, 'ast_1', 'DOWN', '2026-02-28T23:00:00Z', '2026-03-01T00:00:10Z'),
    impact('tkt_9', 0, 'ast_3', 'DOWN', '2026-03-01T00:00:00Z', '2026-03-01T00:01:00Z'),
    ...hits('tkt_1', '2026-02-10T10:00:00Z', 3600, ['cus_a', 'cus_b']),
    ...hits('tkt_2', '2026-02-20T10:00:00Z', 1200, ['cus_a']),
    ...hits('tkt_9', '2026-02-21T10:00:00Z', 9999, ['cus_a', 'cus_c'], true),
    level('cus_a', '2026-02', 4800, '[["10.00", "EUR"]]'),
    level('cus_b', '2026-02', 3600, '[["6.00", "USD"]]'),
    level('cus_a', '2026-03', 0),
    `insert into revenue_movement (customer_id, occurred_on, currency, kind, amount, tenure_days)
     values ('cus_a', '2026-01-31', 'EUR', 'NEW', 100, 0), ('cus_b', '2026-02-05', 'EUR', 'NEW', 20, 0),
            ('cus_a', '2026-02-20', 'EUR', 'CONTRACTION', 25, 20), ('cus_b', '2026-03-21', 'EUR', 'CHURNED', 20, 40)`,
    `insert into cost_record (id, version, kind, amount, currency, date) values ('cst_1', 1, 'SALARY', 9, 'EUR', '2026-02-03')`,
    `insert into sla_clock (ticket_id, target, cycle, version, status, customer_id, breached_at)
     values ('tkt_7', 'RESPONSE', 1, 1, 'BREACHED', 'cus_a', '2026-03-01T00:00:00Z'),
            ('tkt_7', 'RESPONSE', 2, 1, 'BREACHED', 'cus_a', '2025-03-31T00:00:00Z'),
            ('tkt_7', 'RESPONSE', 3, 1, 'BREACHED', 'cus_a', '2026-03-21T00:00:00Z')`,
    `insert into ticket (id, version, kind, status, customer_id, opened_at, resolved_at, closed_at, merged_into_id) values
       ('tkt_a', 1, 'QUESTION', 'OPEN', 'cus_a', '2026-03-01', null, null, null),
       ('tkt_b', 1, 'QUESTION', 'X', 'cus_a', '2026-03-01', '2026-03-21', null, null),
       ('tkt_c', 1, 'QUESTION', 'X', 'cus_a', '2026-03-01', '2026-03-19', null, null),
       ('tkt_d', 1, 'QUESTION', 'X', 'cus_a', '2026-03-01', null, '2026-03-19', null),
       ('tkt_e', 1, 'QUESTION', 'X', 'cus_a', '2026-03-01', null, null, 'tkt_a'),
       ('tkt_f', 1, 'QUESTION', 'X', 'cus_a', '2026-03-21', null, null, null)`,
  );
});

const interval = (
  mean: number | null,
  median = mean,
  p90 = mean,
  measuredCount = 0,
  missing = 0,
  negative = 0,
) => ({
  mean,
  median,
  p90,
  measuredCount,
  missingCount: missing,
  negativeCount: negative,
});

const ratio = (numerator: number, denominator: number) => ({
  ratio: denominator === 0 ? null : numerator / denominator,
  numerator,
  denominator,
});
const euros = (amount: string) => ({ amount, currency: 'EUR' });
const MONTHS = [
  {
    month: '2026-02',
    customerCount: 2,
    monthlyRecurringRevenue: euros('95.00'),
    logoChurn: ratio(0, 1),
    grossRevenueChurn: ratio(25, 100),
    netRevenueChurn: ratio(25, 100),
    renewalRate: ratio(0, 0),
    // 100 × (1 − 8400 ÷ 4838400).
    uptime: '99.826388888889',
    incidentCount: 2,
    changeCount: 2,
    changeSuccessRate: ratio(2, 2),
    ticketsOpened: 2,
    ticketsResolved: 2,
    firstContactResolution: ratio(1, 2),
    costPerTicket: euros('4.50'),
    creditsPaid: euros('13.00'),
  },
  {
    month: '2026-03',
    customerCount: 2,
    monthlyRecurringRevenue: euros('95.00'),
    logoChurn: ratio(0, 2),
    grossRevenueChurn: ratio(0, 95),
    netRevenueChurn: ratio(0, 95),
    renewalRate: ratio(0, 0),
    uptime: '100.000000000000',
    incidentCount: 2,
    changeCount: 2,
    changeSuccessRate: ratio(0, 2),
    ticketsOpened: 6,
    ticketsResolved: 1,
    firstContactResolution: ratio(1, 1),
    costPerTicket: null,
    creditsPaid: euros('0.00'),
  },
];

const EXPECTED = {
  changeOutcomes: {
    succeeded: 1,
    succeededWithIssues: 1,
    failed: 1,
    rolledBack: 1,
    cancelled: 1,
    successRate: { ratio: 0.5, numerator: 2, denominator: 4 },
    emergencyShare: { ratio: 0.5, numerator: 2, denominator: 4 },
  },
  troublesomeAssets: [
    {
      asset: { id: 'ast_1' },
      incidentCount: 2,
      // 90 minutes of union, an hour, and ten seconds of the next month.
      downSeconds: 5400 + 3600 + 10,
      changesFailed: 2,
      // Of cus_a's 10 EUR, 3600 : 1200 between the incidents (the planned one has no share); tkt_1 names two assets.
      // 3.75 + 2.50 EUR, and half of cus_b's 6 USD at 0.5.
      creditsPaid: { amount: '7.75', currency: 'EUR' },
      customerCount: 2,
    },
    {
      asset: { id: 'ast_2' },
      incidentCount: 1,
      downSeconds: 0,
      changesFailed: 1,
      creditsPaid: { amount: '5.25', currency: 'EUR' },
      customerCount: 2,
    },
    {
      asset: { id: 'ast_3' },
      incidentCount: 0,
      downSeconds: 60,
      changesFailed: 0,
      creditsPaid: { amount: '0.00', currency: 'EUR' },
      customerCount: 0,
    },
  ],
  topCustomers: [
    {
      customer: { id: 'cus_b' },
      // 50 + 75.005, rounded half-up.
      monthlyRecurringRevenue: { amount: '125.01', currency: 'EUR' },
      // 100 × (1 − 3600 ÷ 2419200).
      uptime: '99.851190476190',
      breachCount: 1,
      openTicketCount: 0,
      renewsOn: null,
    },
    {
      customer: { id: 'cus_a' },
      monthlyRecurringRevenue: { amount: '100.00', currency: 'EUR' },
      // 100 × (1 − 4800 ÷ 4838400).
      uptime: '99.900793650794',
      breachCount: 2,
      openTicketCount: 2,
      renewsOn: '2026-09-01',
    },
  ],
  incidentTrend: [
    {
      month: '2026-02',
      incidentCount: 2,
      openCount: 0,
      reopenedCount: 1,
      detect: interval(900, 900, 1140, 2),
      acknowledge: interval(750, 750, 1110, 2),
      mitigate: interval(3600, 3600, 3600, 1, 1),
      restore: interval(3600, 3600, 5040, 2),
      resolve: interval(9600, 9600, 11520, 2),
    },
    {
      month: '2026-03',
      incidentCount: 2,
      openCount: 2,
      reopenedCount: 0,
      detect: interval(60, 60, 60, 1, 0, 1),
      acknowledge: interval(330, 330, 546, 2),
      mitigate: interval(180, 180, 180, 1),
      restore: interval(240, 240, 240, 1),
      resolve: interval(null),
    },
  ],
  trailingTwelveMonths: MONTHS,
};

describe('the questions of executives', () => {
  it('are answered from the facts', async () => {
    expect(await ask()).toEqual(EXPECTED);
  });

  it('are answered alike from what was worked out ahead', async () => {
    expect(await measureAll()).toBeGreaterThan(0);
    expect(await measureAll()).toBe(0);
    expect(await ask()).toEqual(EXPECTED);
    const statements = await service.countStatements(QUERY, PERIOD);
    await write(`update change set outcome = 'FAILED' where id = 'chg_1'`);
    const { changeOutcomes, troublesomeAssets } = await ask();
    expect(changeOutcomes).toMatchObject({ succeeded: 0, failed: 2 });
    expect(troublesomeAssets[0]).toMatchObject({ asset: { id: 'ast_1' }, changesFailed: 3 });
    await write(`update change set outcome = 'SUCCEEDED' where id = 'chg_1'`);
    // What no longer holds is worked out anew, one statement a family: assets; changes were asked of empty months before.
    await ask();
    expect(await service.countStatements(QUERY, PERIOD)).toBe(statements + 1);
    await measureAll();
    expect(await ask()).toEqual(EXPECTED);
  });

  it('count nothing that happened later', async () => {
    const { changeOutcomes, incidentTrend, troublesomeAssets } = await ask({
      ...PERIOD,
      asOf: '2026-02-10T11:00:00.000Z',
    });
    expect(changeOutcomes).toMatchObject({ succeeded: 1, failed: 0, rolledBack: 0, cancelled: 0 });
    expect(incidentTrend).toMatchObject([
      { month: '2026-02', incidentCount: 1, openCount: 1, resolve: { mean: null }, mitigate: { mean: 3600 } },
    ]);
    expect(troublesomeAssets[0]).toMatchObject({ asset: { id: 'ast_1' }, downSeconds: 3600 });
  });

  it('cover parts of months, which add up', async () => {
    const middle = '2026-02-15T00:00:00.000Z';
    const [first, second] = [await ask({ ...PERIOD, to: middle }), await ask({ ...PERIOD, from: middle })];
    expect([first, second].map(({ changeOutcomes }) => changeOutcomes['succeeded'])).toEqual([1, 0]);
    expect(first.incidentTrend.map(({ month, incidentCount }) => [month, incidentCount])).toEqual([
      ['2026-02', 1],
    ]);
    expect(second.incidentTrend.map(({ month, incidentCount }) => [month, incidentCount])).toEqual([
      ['2026-02', 1],
      ['2026-03', 2],
    ]);
    expect(first.troublesomeAssets[0]).toMatchObject({ incidentCount: 2, downSeconds: 5400 });
    expect(second.troublesomeAssets[0]).toMatchObject({
      changesFailed: 2,
      downSeconds: 3610,
      incidentCount: 0,
    });
  });

  it('are for staff and analysts', async () => {
    expect(await ask(PERIOD, testCallers.analyst)).toEqual(EXPECTED);
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a')]) {
      expect(await service.run(QUERY, PERIOD, caller)).toEqual({ operationsIntelligence: null });
    }
  });

  it('keep what a month that was over has said before it was restated', async () => {
    await write(`update change set outcome = 'FAILED' where id in ('chg_1', 'chg_3')`);
    await measureAll('2026-03-20T13:00:00.000Z');
    await write(`update change set ended_at = '2026-03-04' where id = 'chg_4'`);
    await measureAll('2026-03-20T14:00:00.000Z');
    const kept = await service.test.database.transaction(SYSTEM, (tx) =>
      tx.query(
        `select month, computed_at as known, superseded_at as until, figures -> 'NORMAL' -> 'failed' as failed
           from month_figure where family = 'CHANGES' order by month, computed_at`,
      ),
    );
    const at = (time: string) => new Date(`2026-03-20T${time}:00.000Z`);
    // March is not over: what it said before is nothing to go back to. What says the same again stays.
    expect(kept).toEqual([
      { month: '2026-01', known: at('12:00'), until: null, failed: 0 },
      { month: '2026-02', known: at('12:00'), until: at('13:00'), failed: 0 },
      { month: '2026-02', known: at('13:00'), until: null, failed: 1 },
      { month: '2026-03', known: at('14:00'), until: null, failed: null },
      { month: '2026-04', known: at('12:00'), until: null, failed: 0 },
    ]);
    const { operationsIntelligence } = await service.run<{ operationsIntelligence: object }>(
      `query ($from: DateTime!, $to: DateTime!) { operationsIntelligence(asOf: "2026-03-20T13:00:00Z") {
         monthRestatements(from: $from, to: $to) { family month computedAt supersededAt figures } } }`,
      PERIOD,
    );
    expect(operationsIntelligence).toEqual({
      monthRestatements: [
        expect.objectContaining({ family: 'ASSETS', month: '2026-02' }),
        {
          family: 'CHANGES',
          month: '2026-02',
          computedAt: '2026-03-20T12:00:00.000Z',
          supersededAt: '2026-03-20T13:00:00.000Z',
          figures: expect.objectContaining({
            NORMAL: expect.objectContaining({ succeeded: 1, failed: 0 }) as object,
          }) as object,
        },
      ],
    });
  });
});
