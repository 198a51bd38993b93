import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { measureHealth } from '../customer-health/index.js';
import { customerTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';
import { tellHealth } from './customer-health-day.service.js';

const service = analyticsService('2026-03-20T12:00:00.000Z');

type Caller = Parameters<typeof service.run>[2];
const LIST = `query ($filter: HealthListFilter, $first: Int! = 20, $after: String) {
  customersByHealth(filter: $filter, first: $first, after: $after) { totalCount
    nodes { customer { id } day score trend formula parts { name value } } pageInfo { hasNextPage endCursor } } }`;
const HISTORY = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { id
  healthHistory(first: 10) { totalCount nodes { day score } } } } }`;
const REPORT = `query ($by: HealthDimension!, $day: Date) { healthReport(by: $by, day: $day) {
  key person { id } customerCount meanScore below50 falling } }`;

interface List {
  customersByHealth: {
    totalCount: number;
    nodes: { customer: { id: string }; score: number }[];
    pageInfo: { hasNextPage: boolean; endCursor: string };
  };
}
const list = async (variables: Record<string, unknown> = {}, caller?: Caller) =>
  (await service.run<List>(LIST, variables, caller)).customersByHealth;
const report = async (variables: Record<string, unknown>, caller?: Caller) =>
  (await service.run<{ healthReport: unknown[] }>(REPORT, variables, caller)).healthReport;
const of = (ids: string[]) => ids.map((id) => ({ __typename: 'Customer', id }));
const rate = (ticketId: string, customerId: string, rating: number) =>
  service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `insert into ticket (id, version, kind, status, customer_id, opened_at, resolved_at, satisfaction)
       values ($1, 1, 'REQUEST', 'RESOLVED', $2, '2026-03-01T00:00:00Z', '2026-03-01T00:00:00Z', $3)
       on conflict (id) do update set satisfaction = excluded.satisfaction`,
      [ticketId, customerId, rating],
    ),
  );

beforeAll(async () => {
  await service.tell(
    'entitlements',
    [
      customerTold('cus_a', { partnerId: 'par_1', accountManagerId: 'per_1', segment: 'SMB' }),
      customerTold('cus_b', { partnerId: 'par_1', accountManagerId: 'per_1', segment: 'ENTERPRISE' }),
      customerTold('cus_c', { segment: 'SMB' }),
      customerTold('cus_unknown'),
      customerTold('cus_gone', { active: false }),
    ],
    '2026-01-01T00:00:00.000Z',
  );
  await service.drain();
  // Nothing but tickets: their days (0, worth 100, of weight 0.15) and their ratings (of weight 0.1).
  await rate('tkt_a', 'cus_a', 1);
  await rate('tkt_b', 'cus_b', 5);
  await rate('tkt_c', 'cus_c', 3);
  await rate('tkt_gone', 'cus_gone', 1);
});

describe('what is told of the health of customers', () => {
  it('is kept once a day, and stays as it was told', async () => {
    const { database } = service.test;
    expect(await tellHealth(database, measureHealth, new Date('2026-03-19T00:20:00Z'))).toBe(3);
    await rate('tkt_a', 'cus_a', 5);
    expect(await tellHealth(database, measureHealth, new Date('2026-03-19T08:00:00Z'))).toBe(0);
    expect(await tellHealth(database, measureHealth, new Date('2026-03-20T00:20:00Z'))).toBe(3);
    expect(await service.run(HISTORY, { of: of(['cus_a', 'cus_unknown']) })).toEqual({
      _entities: [
        {
          id: 'cus_a',
          healthHistory: {
            totalCount: 2,
            nodes: [
              { day: '2026-03-20', score: 100 },
              { day: '2026-03-19', score: 60 },
            ],
          },
        },
        { id: 'cus_unknown', healthHistory: { totalCount: 0, nodes: [] } },
      ],
    });
  });

  it('is listed, the worst first, and told together', async () => {
    expect(await list()).toMatchObject({
      totalCount: 3,
      nodes: [
        {
          customer: { id: 'cus_c' },
          day: '2026-03-20',
          score: 80,
          trend: 'STEADY',
          formula: 1,
          parts: expect.arrayContaining([
            { name: 'Ticket days', value: 100 },
            { name: 'Sentiment', value: 50 },
          ]) as unknown,
        },
        { customer: { id: 'cus_a' }, score: 100 },
        { customer: { id: 'cus_b' }, score: 100 },
      ],
    });
    expect((await list({ filter: { segment: 'SMB', scoreBelow: 90 } })).totalCount).toBe(1);
    const first = await list({ first: 2 });
    expect((await list({ first: 2, after: first.pageInfo.endCursor })).nodes).toMatchObject([
      { customer: { id: 'cus_b' } },
    ]);
    const group = (key: string | null, customerCount: number, meanScore: number) => ({
      key,
      person: null,
      customerCount,
      meanScore,
      below50: 0,
      falling: 0,
    });
    expect(await report({ by: 'SEGMENT' })).toEqual([group('ENTERPRISE', 1, 100), group('SMB', 2, 90)]);
    expect(await report({ by: 'SEGMENT', day: '2026-03-19' })).toEqual([
      group('ENTERPRISE', 1, 100),
      group('SMB', 2, 70),
    ]);
    expect(await report({ by: 'ACCOUNT_MANAGER' })).toEqual([
      { ...group('per_1', 2, 100), person: { id: 'per_1' } },
      group(null, 1, 80),
    ]);
    expect(await report({ by: 'REGION', day: '2020-01-01' })).toEqual([]);
  });

  it('is shown to resellers of their customers, and to no contact', async () => {
    expect((await list({}, testCallers.partner('par_1'))).nodes.map(({ customer }) => customer.id)).toEqual([
      'cus_a',
      'cus_b',
    ]);
    expect(await report({ by: 'REGION' }, testCallers.partner('par_1'))).toHaveLength(1);
    for (const caller of [testCallers.contact('cus_a'), testCallers.nobody]) {
      expect((await list({}, caller)).totalCount).toBe(0);
      expect(await report({ by: 'REGION' }, caller)).toEqual([]);
    }
    expect(await service.run(HISTORY, { of: of(['cus_a']) }, testCallers.contact('cus_a'))).toMatchObject({
      _entities: [{ healthHistory: { totalCount: 0 } }],
    });
  });

  it('names who uses less than half, the least engaged first', async () => {
    const { database } = service.test;
    await database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      // Sixty a day until the nineteenth of January, then what each uses since: a third, three fifths, nothing.
      for (const [id, since] of [
        ['cus_a', 20],
        ['cus_b', 36],
        ['cus_c', 0],
      ]) {
        await tx.query(
          `insert into usage_day (customer_id, day, metric, value, count, last_at)
           select $1, day, 'calls', case when day < '2026-01-20' then 60 else $2::integer end, 1, day
             from generate_series(date '2025-10-01', date '2026-02-20', interval '1 day') day`,
          [id, since],
        );
      }
    });
    expect(await tellHealth(database, measureHealth, new Date('2026-02-17T00:20:00Z'))).toBe(3);
    await database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`delete from customer_health_day where day > '2026-02-17'`),
    );
    const disengaged = async (variables: Record<string, unknown> = {}, caller?: Caller) =>
      (
        await service.run<{ disengagedCustomers: { totalCount: number; nodes: unknown[] } }>(
          `query ($filter: HealthListFilter) { disengagedCustomers(first: 5, filter: $filter) {
             totalCount nodes { customer { id } day engagement } } }`,
          variables,
          caller,
        )
      ).disengagedCustomers;
    const node = (id: string, engagement: number) => ({ customer: { id }, day: '2026-02-17', engagement });
    expect(await disengaged()).toEqual({ totalCount: 2, nodes: [node('cus_c', 0), node('cus_a', 0.3333)] });
    expect(await disengaged({ filter: { accountManagerId: 'per_1' } })).toMatchObject({ totalCount: 1 });
    expect(await disengaged({}, testCallers.partner('par_1'))).toMatchObject({ totalCount: 1 });
    expect(await disengaged({}, testCallers.contact('cus_c'))).toMatchObject({ totalCount: 0 });
  });

  it('is thinned out after more than a year to the first days of months', async () => {
    const { database } = service.test;
    await database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(
        `insert into customer_health_day (customer_id, day, formula, score, trend, parts)
         select 'cus_gone', day, 1, 50, 'STEADY', '{}' from generate_series(date '2024-12-30', date '2025-02-20', interval '1 day') day`,
      ),
    );
    await tellHealth(database, measureHealth, new Date('2026-03-20T12:00:00Z'));
    const days = await database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query<{ day: string }>(
        `select day from customer_health_day where customer_id = 'cus_gone' order by day limit 4`,
      ),
    );
    // 400 days before the twentieth of March is the thirteenth of February.
    expect(days.map(({ day }) => day)).toEqual(['2025-01-01', '2025-02-01', '2025-02-13', '2025-02-14']);
  });
});
