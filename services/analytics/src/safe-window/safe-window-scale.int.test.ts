import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { agreementTold, customerImpactTold } from '../testing/account-events.js';
import { analyticsService } from '../testing/analytics-service.js';

const NOW = '2026-03-24T12:00:00.000Z';
const service = analyticsService(NOW);

const CUSTOMERS = 1_000;
const FROM = Date.parse(NOW);
const HOUR = 3_600_000;
const HORIZON = 90 * 24 * HOUR;
const DURATION = 2 * HOUR;

const QUERY = `query ($of: [_Any!]!, $within: Duration!) { _entities(representations: $of) { ... on Change { id
  safeWindows(within: $within, first: 5) { from to customerCount breachCount serviceCredits { amount currency }
    monthlyRecurringRevenue { amount currency } leastHeadroomSeconds customersAwake conflictCount
    blockingConflictCount } } } }`;
interface Answer {
  _entities: { safeWindows: ({ from: string; customersAwake: number } & Record<string, unknown>)[] | null }[];
}

const idOf = (n: number) => `cus_${String(n).padStart(26, '0')}`;

/** What assets hands over for a change that takes two products of the first `count` customers down. */
const change = (count: number, id = 'chg_1', times: object[] = []) => ({
  __typename: 'Change',
  id,
  planOutages: {
    version: 1,
    question: {
      from: FROM,
      to: FROM + HORIZON + DURATION,
      planned: true,
      noticeGivenAt: FROM - HOUR,
      asOf: FROM,
    },
    slices: [
      [FROM, FROM + 30 * HOUR],
      [FROM + 30 * HOUR, FROM + 34 * HOUR],
      [FROM + 34 * HOUR, FROM + HORIZON + DURATION],
    ],
    causes: [],
    patterns: ['prd_1', 'prd_2'].map((productId) => ({
      productId,
      causes: 0,
      slices: [
        [3, 0, null, 3, null],
        [3, 2, 0, 3, 0],
        [3, 0, null, 3, null],
      ],
    })),
    customers: Array.from({ length: count }, (_, n) => ({ id: idOf(n + 1), patterns: n % 2 ? [0, 1] : [0] })),
  },
  blockedTimes: { durationMs: DURATION, times },
});
const asked = (within: string, ...of: object[]) => ({ of, within });

beforeAll(async () => {
  await service.tell('entitlements', [
    agreementTold('sla_1', { maintenanceCapMinutes: null }),
    agreementTold('sla_2', { uptimeTarget: '99' }),
  ]);
  await service.tell('assets', [
    customerImpactTold('tkt_1', [
      {
        productId: 'prd_1',
        state: 'DOWN',
        from: '2026-03-02T10:00:00.000Z',
        to: '2026-03-02T10:20:00.000Z',
        customerIds: Array.from({ length: CUSTOMERS }, (_, n) => idOf(n + 1)),
      },
    ]),
  ]);
  await service.drain();
  await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    await tx.query(`
      insert into customer (id, version, name, time_zone, partner_id, active)
      select 'cus_' || lpad(n::text, 26, '0'), 1, 'Customer ' || n,
             (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC', 'Australia/Sydney', 'America/Sao_Paulo',
               'Asia/Kolkata', 'Europe/London', 'America/Los_Angeles', 'Pacific/Auckland'])[1 + n % 10], null, true
        from generate_series(1, ${CUSTOMERS}) n`);
    await tx.query(`
      insert into entitlement (id, version, customer_id, product_id, agreement_id, valid_from, valid_to)
      select 'ent_' || lpad(n::text, 24, '0') || '_' || p, 1, 'cus_' || lpad(n::text, 26, '0'), 'prd_' || p,
             'sla_' || 1 + n % 2, date '2024-01-01' + n % 400, date '2026-03-01' + n % 365
        from generate_series(1, ${CUSTOMERS}) n cross join generate_series(1, 2) p`);
    await tx.query(`
      insert into subscription (id, version, customer_id, product_id, kind, terms)
      select 'sub_' || lpad(n::text, 24, '0') || '_' || p, 1, 'cus_' || lpad(n::text, 26, '0'), 'prd_' || p, 'STANDARD',
             jsonb_build_array(jsonb_build_array('2025-01-01', null, (100 + n % 900)::text, 'EUR'))
        from generate_series(1, ${CUSTOMERS}) n cross join generate_series(1, 2) p`);
    await tx.query(`select refresh_service_accounts(array_agg(id)) from customer`);
  });
}, 120_000);

describe('safe windows at scale', () => {
  it('takes two statements, whatever the number of customers, slots and changes', async () => {
    const count = (...of: Parameters<typeof asked>) => service.countStatements(QUERY, asked(...of));
    // The first of a caller on a connection also says who is asking.
    expect(await count('P1D', change(10))).toBe(3);
    expect(await count('P90D', change(CUSTOMERS))).toBe(2);
    expect(await count('P1D', change(10), change(10, 'chg_2'), change(10, 'chg_3'))).toBe(2);
  });

  it('prefers what is announced in time, then what wakes the fewest', async () => {
    const { _entities } = await service.run<Answer>(QUERY, asked('P14D', change(CUSTOMERS)));
    const windows = _entities[0]?.safeWindows ?? [];
    // 48 hours of notice, given an hour ago.
    expect(windows.every(({ from }) => Date.parse(from) >= FROM + 47 * HOUR)).toBe(true);
    const awake = windows.map(({ customersAwake }) => customersAwake);
    expect(awake.every((count) => count < CUSTOMERS)).toBe(true);
  });

  it('puts slots that a conflict forbids last', async () => {
    const until = new Date(FROM + 13 * 24 * HOUR).toISOString();
    const freeze = { from: new Date(FROM).toISOString(), to: until, isBlocking: true };
    const variables = asked('P14D', change(CUSTOMERS, 'chg_1', [freeze]));
    const { _entities } = await service.run<Answer>(QUERY, variables);
    const windows = _entities[0]?.safeWindows ?? [];
    expect(windows).toHaveLength(5);
    for (const one of windows) {
      expect(one).toMatchObject({ conflictCount: 0, blockingConflictCount: 0 });
      expect(one.from >= until).toBe(true);
    }
  });

  it('reads exchange rates once, whatever the number of changes', async () => {
    await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await tx.query(
        `
        insert into subscription (id, version, customer_id, product_id, kind, terms)
        values ('sub_usd', 1, $1, 'prd_1', 'STANDARD', '[["2025-01-01", null, "10", "USD"]]')`,
        [idOf(1)],
      );
      await tx.query(`select refresh_service_accounts(array[$1])`, [idOf(1)]);
    });
    const count = (...of: object[]) => service.countStatements(QUERY, asked('P1D', ...of));
    await count(change(10));
    const once = await count(change(10));
    expect(once).toBe(3);
    expect(await count(change(10), change(10, 'chg_2'), change(10, 'chg_3'))).toBe(once);
  });

  it('shows nothing to analysts, resellers and contacts, and nothing that was not handed over', async () => {
    const of = asked('P1D', change(10));
    for (const caller of [testCallers.analyst, testCallers.partner('par_1'), testCallers.contact(idOf(1))]) {
      expect(await service.run<Answer>(QUERY, of, caller)).toEqual({
        _entities: [{ id: 'chg_1', safeWindows: null }],
      });
    }
    const bare = { __typename: 'Change', id: 'chg_1', planOutages: null, blockedTimes: null };
    expect(await service.run<Answer>(QUERY, asked('P1D', bare))).toEqual({
      _entities: [{ id: 'chg_1', safeWindows: null }],
    });
  });
});
