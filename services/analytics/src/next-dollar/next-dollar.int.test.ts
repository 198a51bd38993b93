import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import type { DomainEvent } from '@plimsoll/shared';
import { analyticsService } from '../testing/analytics-service.js';
import {
  agreementTold,
  customerImpactTold,
  customerTold,
  entitlementTold,
  exchangeRateTold,
  subscriptionTold,
} from '../testing/account-events.js';
import { refreshSavings } from './saving.job.js';

const NOW = '2026-06-01T00:00:00.000Z';
const service = analyticsService(NOW);

const QUERY = `query ($first: Int = 10, $from: DateTime!, $to: DateTime!, $asOf: DateTime) {
  operationsIntelligence(asOf: $asOf) { nextDollar(first: $first, from: $from, to: $to) {
    id asset { id } group { name minUp strength members { id } } failureCount creditsPaid { amount currency }
    monthlyRecurringRevenue { amount currency } costPerFailure { amount currency } avoidableDownSeconds rationale computedAt
    failures { startedAt endedAt incidents { id } customerCount monthlyRecurringRevenue { amount currency } }
  } redundancyTrialRun { completedAt incidentCount triedCount untriedCount sparingCount } } }`;

interface Row {
  id: string;
  asset: { id: string };
  group: { name: string } | null;
  failureCount: number;
  creditsPaid: { amount: string } | null;
  monthlyRecurringRevenue: { amount: string } | null;
  costPerFailure: { amount: string } | null;
  avoidableDownSeconds: number;
  rationale: string;
  computedAt: string;
  failures: { startedAt: string }[];
}
interface Answer {
  operationsIntelligence: { nextDollar: Row[]; redundancyTrialRun: unknown } | null;
}

const HALF_YEAR = { from: '2026-01-01T00:00:00Z', to: '2026-07-01T00:00:00Z' };
const ask = (variables: Record<string, unknown> = HALF_YEAR, caller = testCallers.admin) =>
  service.run<Answer>(QUERY, variables, caller);
const rows = async (variables: Record<string, unknown> = HALF_YEAR) =>
  (await ask(variables)).operationsIntelligence!.nextDollar;
const short = (all: Row[]) =>
  all.map(
    ({ id, failureCount, creditsPaid, monthlyRecurringRevenue, costPerFailure, avoidableDownSeconds }) => [
      id,
      failureCount,
      creditsPaid?.amount,
      monthlyRecurringRevenue?.amount,
      costPerFailure?.amount,
      avoidableDownSeconds,
    ],
  );
const refresh = (now = NOW) => refreshSavings(service.test.database, new Date(now));

const down = (from: string, to: string | null, customerIds: string[], state = 'DOWN') => ({
  productId: 'prd_1',
  state,
  from,
  to,
  customerIds,
});

function trialTold(
  id: string,
  spared: [incidentId: string, from: string, to: string | null, customers: string[], would?: string][],
  version = 1,
): DomainEvent {
  const [assetId = '', group] = id.split('/');
  const data = {
    id,
    externalId: null,
    source: null,
    assetId,
    group: group
      ? { name: group, minUp: '1', strength: 'HARD', memberIds: ['ast_host1', 'ast_host2'] }
      : null,
    customerSets: spared.map(([, , , customers]) => customers),
    spared: spared.map(([incidentId, from, to, , would = 'UP'], customers) => ({
      incidentId,
      productId: 'prd_1',
      was: 'DOWN',
      would,
      from,
      to,
      customers,
    })),
  };
  return { type: 'plimsoll.redundancy_trial.completed.v1', subject: id, version, data };
}

const runTold = (version: number): DomainEvent => ({
  type: 'plimsoll.redundancy_trial_run.completed.v1',
  subject: 'redundancy_trial_run',
  version,
  data: {
    id: 'redundancy_trial_run',
    externalId: null,
    source: null,
    completedAt: NOW,
    replayedFrom: '2025-06-01T00:00:00.000Z',
    replayedTo: NOW,
    incidentCount: 3,
    triedCount: 3,
    untriedCount: 1,
    sparingCount: 3,
  },
});

const MARCH_10 = ['2026-03-10T10:00:00.000Z', '2026-03-10T11:00:00.000Z'] as const;
const MARCH_20 = ['2026-03-20T10:00:00.000Z', '2026-03-20T10:30:00.000Z'] as const;
const APRIL_2 = ['2026-04-02T10:00:00.000Z', '2026-04-02T11:00:00.000Z'] as const;

describe('the next dollar', () => {
  beforeAll(async () => {
    const euros = [{ from: '2025-01-01', to: null, quantity: 1, monthlyPrice: '1000.00', currency: 'EUR' }];
    await service.tell('entitlements', [
      agreementTold('sla_1'),
      exchangeRateTold('2026-01-01', 'USD', 'EUR', '0.5'),
      ...['cus_a', 'cus_b', 'cus_c'].flatMap((id) => [
        customerTold(id),
        entitlementTold(`ent_${id}`, id),
        subscriptionTold(`sub_${id}`, id, {
          terms: id === 'cus_c' ? [{ ...euros[0], currency: 'USD' }] : euros,
        }),
      ]),
    ]);
    await service.tell('assets', [
      customerImpactTold('tkt_1', [down(...MARCH_10, ['cus_a', 'cus_b'])]),
      customerImpactTold('tkt_2', [down(...MARCH_20, ['cus_a'])]),
      customerImpactTold('tkt_3', [down(...APRIL_2, ['cus_c'])]),
      trialTold('ast_1', [['tkt_1', ...MARCH_10, ['cus_a', 'cus_b']]]),
      trialTold('ast_2/hosts', [['tkt_2', ...MARCH_20, ['cus_a', 'cus_b', 'cus_gone']]]),
      trialTold('ast_3', [['tkt_3', ...APRIL_2, ['cus_c']]]),
      runTold(1),
    ]);
    await service.drain();
    await refresh();
  });

  it('goes where a failure costs most: credits of months measured again, and revenue exposed', async () => {
    // March in Berlin has 2,674,800 s: 99.9 percent leave 2,674.8 s. One hour breaks it, half an hour does not; cus_a had
    // both, and is owed ten percent with and without the half hour.
    const answer = await ask();
    const [first, second, third] = answer.operationsIntelligence!.nextDollar;
    expect(first).toEqual({
      id: 'ast_1',
      asset: { id: 'ast_1' },
      group: null,
      failureCount: 1,
      creditsPaid: { amount: '200.00', currency: 'EUR' },
      monthlyRecurringRevenue: { amount: '2000.00', currency: 'EUR' },
      costPerFailure: { amount: '2200.00', currency: 'EUR' },
      avoidableDownSeconds: 7200,
      rationale:
        'Failed once by itself, and hit up to 2 customers at a time. A twin would have spared 7200 s of DOWN, added up over customers and products, and 200.00 EUR of service credits. Each failure put 2000.00 EUR of monthly recurring revenue at stake.',
      computedAt: NOW,
      failures: [
        {
          startedAt: MARCH_10[0],
          endedAt: MARCH_10[1],
          incidents: [{ id: 'tkt_1' }],
          customerCount: 2,
          monthlyRecurringRevenue: [{ amount: '2000.00', currency: 'EUR' }],
        },
      ],
    });
    expect(second).toMatchObject({
      id: 'ast_2/hosts',
      asset: { id: 'ast_2' },
      group: {
        name: 'hosts',
        minUp: '1',
        strength: 'HARD',
        members: [{ id: 'ast_host1' }, { id: 'ast_host2' }],
      },
      creditsPaid: { amount: '0.00', currency: 'EUR' },
      monthlyRecurringRevenue: { amount: '1000.00' },
      avoidableDownSeconds: 1800,
    });
    // 100 dollars of credit, and 1,000 a month, at 0.5.
    expect(third).toMatchObject({
      id: 'ast_3',
      creditsPaid: { amount: '50.00', currency: 'EUR' },
      monthlyRecurringRevenue: { amount: '500.00', currency: 'EUR' },
      costPerFailure: { amount: '550.00', currency: 'EUR' },
    });
    expect(answer.operationsIntelligence!.redundancyTrialRun).toEqual({
      completedAt: NOW,
      incidentCount: 3,
      triedCount: 3,
      untriedCount: 1,
      sparingCount: 3,
    });
  });

  it('counts what lies in the period, up to the instant asked about', async () => {
    expect(short(await rows({ from: '2026-04-01T00:00:00Z', to: '2026-05-01T00:00:00Z' }))).toEqual([
      ['ast_3', 1, '50.00', '500.00', '550.00', 3600],
    ]);
    expect(short(await rows({ from: '2026-04-02T09:00:00Z', to: '2026-04-02T10:20:00Z' }))).toEqual([
      ['ast_3', 1, '50.00', '500.00', '550.00', 1200],
    ]);
    expect(short(await rows({ ...HALF_YEAR, asOf: '2026-03-15T00:00:00Z' }))).toEqual([
      ['ast_1', 1, '200.00', '2000.00', '2200.00', 7200],
    ]);
    expect(await rows({ ...HALF_YEAR, asOf: '2025-12-01T00:00:00Z' })).toEqual([]);
    expect(short(await rows({ ...HALF_YEAR, first: 1 }))).toHaveLength(1);
    await expect(rows({ ...HALF_YEAR, first: 0 })).rejects.toThrow('first');
    await expect(rows({ from: NOW, to: NOW })).rejects.toThrow('later than');
  });

  it('costs the same few statements however many are told', async () => {
    const counts = [];
    for (const first of [1, 10]) counts.push(await service.countStatements(QUERY, { ...HALF_YEAR, first }));
    expect(counts[0]).toBe(counts[1]);
    expect(counts[0]).toBeLessThanOrEqual(5);
  });

  it('is for staff and analysts', async () => {
    expect((await ask(HALF_YEAR, testCallers.analyst)).operationsIntelligence?.nextDollar).toHaveLength(3);
    for (const caller of [testCallers.partner('par_1'), testCallers.contact('cus_a'), testCallers.nobody]) {
      expect(await ask(HALF_YEAR, caller as never)).toEqual({ operationsIntelligence: null });
    }
  });

  it('is worked out again when a trial is told anew, an incident corrected, and a day has passed', async () => {
    await service.tell('assets', [
      trialTold('ast_3', [], 2),
      trialTold('ast_2/hosts', [['tkt_2', MARCH_20[0], '2026-03-20T10:10:00.000Z', ['cus_a']]], 2),
      trialTold('ast_2/hosts', [], 1),
    ]);
    await service.drain();
    await refresh('2026-06-01T06:00:00.000Z');
    expect((await rows()).map((row) => [row.id, row.avoidableDownSeconds, row.computedAt])).toEqual([
      ['ast_1', 7200, NOW],
      ['ast_2/hosts', 600, '2026-06-01T06:00:00.000Z'],
    ]);
    await service.tell(
      'assets',
      [customerImpactTold('tkt_1', [down(MARCH_10[0], '2026-03-10T10:50:00.000Z', ['cus_b'])], {}, 2)],
      '2026-06-01T07:00:00.000Z',
    );
    await service.drain();
    await refresh('2026-06-01T08:00:00.000Z');
    expect((await rows()).map((row) => [row.id, row.creditsPaid?.amount, row.avoidableDownSeconds])).toEqual([
      ['ast_1', '100.00', 3000],
      ['ast_2/hosts', '0.00', 600],
    ]);
    await refresh('2026-06-02T08:00:00.000Z');
    expect(new Set((await rows()).map(({ computedAt }) => computedAt))).toEqual(
      new Set(['2026-06-02T08:00:00.000Z']),
    );
  });

  it('takes overlapping incidents as one failure, a share of an outage as a share, and what lasts up to now', async () => {
    await service.tell('assets', [
      customerImpactTold('tkt_4', [down('2026-05-01T10:00:00.000Z', '2026-05-01T12:00:00.000Z', ['cus_a'])]),
      customerImpactTold('tkt_5', [
        down('2026-05-01T11:00:00.000Z', '2026-05-01T13:00:00.000Z', ['cus_a', 'cus_b']),
      ]),
      customerImpactTold('tkt_6', [down('2026-05-31T23:00:00.000Z', null, ['cus_b'])]),
      trialTold('ast_4', [
        ['tkt_4', '2026-05-01T10:00:00.000Z', '2026-05-01T12:00:00.000Z', ['cus_a']],
        ['tkt_5', '2026-05-01T11:00:00.000Z', '2026-05-01T12:00:00.000Z', ['cus_a', 'cus_b']],
        ['tkt_6', '2026-05-31T23:00:00.000Z', null, ['cus_b'], 'DEGRADED'],
      ]),
    ]);
    await service.drain();
    await refresh();
    const [row] = (await rows({ from: '2026-05-01T00:00:00Z', to: '2026-06-01T00:00:00Z' })).filter(
      ({ id }) => id === 'ast_4',
    );
    // cus_a: 10–12 of 10–13, cus_b: 11–12 of 11–13, then an hour up to now that would have been DEGRADED.
    expect(row).toMatchObject({ failureCount: 2, avoidableDownSeconds: 7200 + 3600 + 3600 });
    expect(row!.failures).toMatchObject([
      {
        startedAt: '2026-05-01T10:00:00.000Z',
        endedAt: '2026-05-01T12:00:00.000Z',
        incidents: [{ id: 'tkt_4' }, { id: 'tkt_5' }],
        customerCount: 2,
      },
      { startedAt: '2026-05-31T23:00:00.000Z', endedAt: NOW, customerCount: 1 },
    ]);
  });
});
