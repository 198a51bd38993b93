import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { customerTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const service = analyticsService('2026-03-20T12:00:00.000Z');

const TRENDS = `query ($of: [_Any!]!) { _entities(representations: $of) { ... on Customer { id
  usageTrends { metric direction recentRate baselineRate share lastUsedAt weeks { from value } }
  abandonedPaths { metric component path lastUsedAt daysUsed } } } }`;

interface Customer {
  id: string;
  usageTrends: { metric: string; weeks: { from: string; value: number }[] }[];
  abandonedPaths: unknown[];
}
type Caller = Parameters<typeof service.run>[2];

const read = async (ids: string[], caller?: Caller) =>
  (
    await service.run<{ _entities: (Customer | null)[] }>(
      TRENDS,
      { of: ids.map((id) => ({ __typename: 'Customer', id })) },
      caller,
    )
  )._entities;

const use = (
  customerId: string,
  metric: string,
  from: string,
  to: string,
  every: string,
  value: string,
  path = '',
) =>
  service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
    tx.query(
      `insert into usage_day (customer_id, day, metric, component, path, value, count, last_at)
       select $1, day, $2, '', $7, $6::numeric, 1, day + interval '10 hours'
         from generate_series($3::date, $4::date, $5::interval) day`,
      [customerId, metric, from, to, every, value, path],
    ),
  );

beforeAll(async () => {
  await service.tell('entitlements', [
    customerTold('cus_a', { partnerId: 'par_1' }),
    customerTold('cus_b', { partnerId: 'par_1' }),
    customerTold('cus_c', { partnerId: 'par_2' }),
    customerTold('cus_d', { partnerId: 'par_2' }),
    customerTold('cus_gone', { active: false }),
  ]);
  await service.drain();
  await use('cus_a', 'calls', '2025-09-01', '2026-03-20', '1 day', '7');
  await use('cus_b', 'calls', '2025-09-01', '2026-02-20', '1 day', '10');
  await use('cus_b', 'calls', '2026-01-01', '2026-02-10', '10 days', '1', '/reports');
  await use('cus_b', 'calls', '2026-02-01', '2026-02-02', '1 day', '1', '/rarely');
  await use('cus_b', 'calls', '2026-02-01', '2026-03-19', '1 day', '1', '/home');
  await use('cus_b', 'exports', '2025-11-28', '2026-02-28', '1 month', '40');
  await use('cus_c', 'calls', '2025-09-01', '2026-02-01', '1 day', '3');
  await use('cus_gone', 'calls', '2025-09-01', '2026-02-01', '1 day', '3');
});

describe('how a customer uses what it has', () => {
  it('is compared with its own baseline, metric by metric', async () => {
    const [steady, falling, none] = await read(['cus_a', 'cus_b', 'cus_d']);
    expect(steady?.usageTrends).toMatchObject([
      { metric: 'calls', direction: 'STEADY', recentRate: 7, baselineRate: 7, share: 1 },
    ]);
    const weeks = steady?.usageTrends[0]?.weeks ?? [];
    expect([weeks.length, weeks[0], weeks.at(-1)]).toEqual([
      17,
      { from: '2025-11-21', value: 49 },
      { from: '2026-03-13', value: 49 },
    ]);
    expect(falling?.usageTrends.map(({ weeks: _, ...one }) => one)).toEqual([
      {
        metric: 'calls',
        direction: 'DECLINING',
        // 28 days at home, one day left of the old habit; before, 91 days of ten, five reports, two rarities, 19 homes.
        recentRate: (28 + 10) / 28,
        baselineRate: (910 + 5 + 2 + 19) / 91,
        share: expect.closeTo(38 / 28 / (936 / 91), 9) as number,
        lastUsedAt: '2026-03-19T10:00:00.000Z',
      },
      {
        metric: 'exports',
        direction: 'STEADY',
        recentRate: 40,
        baselineRate: 40,
        share: 1,
        lastUsedAt: '2026-02-28T10:00:00.000Z',
      },
    ]);
    expect(none).toMatchObject({ usageTrends: [], abandonedPaths: [] });
  });

  it('shows what was used and is used no more', async () => {
    const [customer] = await read(['cus_b']);
    expect(customer?.abandonedPaths).toEqual([
      {
        metric: 'calls',
        component: null,
        path: '/reports',
        lastUsedAt: '2026-02-10T10:00:00.000Z',
        daysUsed: 5,
      },
    ]);
  });

  it('is seen by whoever sees the customer', async () => {
    const [full] = await read(['cus_b']);
    expect((await read(['cus_b'], testCallers.contact('cus_b')))[0]).toEqual(full);
    expect(await read(['cus_b'], testCallers.partner('par_2'))).toEqual([null]);
  });

  it('takes as many statements for many as for one', async () => {
    const of = (ids: string[]) => ({ of: ids.map((id) => ({ __typename: 'Customer', id })) });
    await read(['cus_a']);
    expect(await service.countStatements(TRENDS, of(['cus_a', 'cus_b', 'cus_c', 'cus_d']))).toBe(
      await service.countStatements(TRENDS, of(['cus_a'])),
    );
  });
});
