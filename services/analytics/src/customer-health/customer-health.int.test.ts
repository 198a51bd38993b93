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

const service = analyticsService('2026-03-20T12:00:00.000Z');

const HEALTH = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { id
  health { score trend change missing parts { name value weight contribution basis } } } } }`;

interface Health {
  score: number;
  trend: string;
  change: number | null;
  missing: string[];
  parts: { name: string; value: number; weight: number; contribution: number; basis: string }[];
}

const of = (ids: string[]) => ids.map((id) => ({ __typename: 'Customer', id }));

async function healthOf(id: string, caller?: Parameters<typeof service.run>[2]): Promise<Health | null> {
  const { _entities } = await service.run<{ _entities: ({ health: Health | null } | null)[] }>(
    HEALTH,
    { of: of([id]) },
    caller,
  );
  return _entities[0]?.health ?? null;
}

async function keep(statements: string): Promise<void> {
  await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    for (const statement of statements.split(';')) if (statement.trim()) await tx.query(statement);
  });
}

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1'),
    customerTold('cus_a', { partnerId: 'par_1', timeZone: 'UTC' }),
    entitlementTold('ent_a', 'cus_a', { validFrom: '2026-01-01' }),
    subscriptionTold('sub_a', 'cus_a', { renewsOn: '2026-05-04' }),
    customerTold('cus_b'),
    ...Array.from({ length: 12 }, (_, index) => customerTold(`cus_many_${index}`)),
  ]);
  await service.tell('assets', [
    customerImpactTold('tkt_1', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-03-02T10:00:00.000Z',
        to: '2026-03-02T11:00:00.000Z',
        customerIds: ['cus_a'],
      },
    ]),
  ]);
  await service.drain();
  await keep(`
    insert into ticket (id, version, kind, status, priority, customer_id, opened_at, resolved_at, satisfaction)
    values ('tkt_1', 1, 'REQUEST', 'RESOLVED', 'P1', 'cus_a', '2026-03-01T00:00:00Z', '2026-03-11T00:00:00Z', 3),
           ('tkt_2', 1, 'REQUEST', 'RESOLVED', 'P2', 'cus_a', '2026-02-01T00:00:00Z', '2026-02-06T00:00:00Z', 5),
           ('tkt_3', 1, 'REQUEST', 'OPEN', 'P3', 'cus_a', '2026-03-19T12:00:00Z', null, null),
           ('tkt_4', 1, 'REQUEST', 'CLOSED', 'P1', 'cus_a', '2025-06-01T00:00:00Z', '2025-06-02T00:00:00Z', 1);
    insert into ticket (id, version, kind, status, priority, customer_id, opened_at, merged_into_id)
    values ('tkt_5', 1, 'REQUEST', 'CLOSED', 'P1', 'cus_a', '2026-03-01T00:00:00Z', 'tkt_1');
    insert into sla_clock (ticket_id, target, cycle, version, status, customer_id, due_at, breached_at, stopped_at)
    values ('tkt_1', 'RESOLUTION', 1, 1, 'BREACHED', 'cus_a', '2026-03-02T00:00:00Z', '2026-03-02T00:00:00Z', null),
           ('tkt_2', 'RESOLUTION', 1, 1, 'MET', 'cus_a', '2026-02-07T00:00:00Z', null, '2026-02-06T00:00:00Z'),
           ('tkt_3', 'RESOLUTION', 1, 1, 'RUNNING', 'cus_a', '2026-04-07T00:00:00Z', null, null);
    insert into usage_day (customer_id, day, metric, value, count, last_at)
    select 'cus_a', day, 'calls', case when day < '2026-02-20' then 10 else 5 end, 1, day
      from generate_series(date '2025-10-01', date '2026-03-19', interval '1 day') day`);
});

describe("a customer's health", () => {
  it('shows its parts, worked out from what is on record', async () => {
    const health = await healthOf('cus_a');
    // January to March: 90 days of 86.4 s allowed; an hour was down in March.
    const values = Object.fromEntries((health?.parts ?? []).map((part) => [part.name, part.value]));
    expect(values).toEqual({
      'Uptime against target': 76.85,
      // March is below its target; one clock was missed.
      Breaches: 70,
      // Ten, five and one ticket days of 180.
      'Ticket days': 91.11,
      Severity: 43.33,
      'Usage trend': 50,
      Sentiment: 75,
      // 45 days of 90.
      'Renewal distance': 50,
    });
    expect(health?.missing).toEqual([]);
    expect(health?.parts.reduce((sum, part) => sum + part.weight, 0)).toBeCloseTo(1, 9);
    // 19.2125 + 10.5 + 13.6665 + 4.333 + 7.5 + 7.5 + 5
    expect(health?.score).toBeCloseTo(67.71, 2);
    expect(health?.parts.map((part) => part.basis)).toEqual([
      '3600 s counted of 7776 s allowed in 3 product months',
      '1 uptime target of 3 and 1 response target of 2 missed',
      '16 ticket days in 90 days',
      '1 × P1, 1 × P2, 1 × P3',
      'calls at 50 % of its baseline',
      '4 of 5 in 2 ratings',
      '45 days to the next renewal',
    ]);
    // Thirty days before: uptime 100, breaches 100, 5 ticket days, one P2, steady use, rated 5, far from renewal.
    expect(health?.trend).toBe('FALLING');
    expect(health?.change).toBeCloseTo(
      67.712 - (25 + 15 + 97.22 * 0.15 + 50 * 0.1 + 15 + 10 + (75 / 90) * 100 * 0.1),
      1,
    );
  });

  it('is for those who judge the customer, not for the customer', async () => {
    const full = await healthOf('cus_a');
    for (const caller of [testCallers.analyst, testCallers.agent, testCallers.partner('par_1')]) {
      expect(await healthOf('cus_a', caller)).toEqual(full);
    }
    for (const caller of [testCallers.contact('cus_a'), testCallers.partner('par_2'), testCallers.nobody]) {
      expect(await healthOf('cus_a', caller)).toBeNull();
    }
    expect(await healthOf('cus_b')).toBeNull();
  });

  it('takes as many statements for many as for one', async () => {
    const many = ['cus_a', 'cus_b', ...Array.from({ length: 12 }, (_, index) => `cus_many_${index}`)];
    await healthOf('cus_a');
    expect(await service.countStatements(HEALTH, { of: of(many) })).toBe(
      await service.countStatements(HEALTH, { of: of(['cus_a']) }),
    );
  });
});
