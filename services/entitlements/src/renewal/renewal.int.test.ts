import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { NOW } from '../account.fixture.js';
import { orderService } from '../order-placement/order-placement.fixture.js';
import { remindOfRenewals, renewDue } from './renewal.service.js';

const { service, ids, placeOrder, running, rows } = orderService();
const id = (word: string): string => ids[word] ?? '';
const at = (instant: string) => ({
  database: service.test.database,
  logger: testLogger(),
  clock: () => new Date(instant),
});

interface Renewed {
  status: string;
  version: number;
  renewsOn: string | null;
  autoRenew: boolean;
  terms: { from: string; to: string | null }[];
  events: { nodes: { on: string; type: string }[] };
}
const read = async (subscription: string): Promise<Renewed> =>
  (
    await service.run<{ subscription: Renewed }>(
      `query ($id: ID!) { subscription(id: $id) { status version renewsOn autoRenew terms { from to }
         events { nodes { on type } } } }`,
      { id: subscription },
    )
  ).subscription;
const ordersOf = async (subscriptionId: string) =>
  (
    await service.run<{ orders: { nodes: object[] } }>(
      `query ($filter: OrderFilter) { orders(filter: $filter, orderBy: { field: PLACED_AT, direction: ASC }) {
         nodes { status kind channel total { amount } placedBy { id } lines { action effectiveOn } } } }`,
      { filter: { subscriptionId } },
    )
  ).orders.nodes;

describe('renewing by itself', () => {
  it('is an order of its own each month, once, also where two replicas wake late at the same moment', async () => {
    const monthly = await running({ term: 'MONTHLY', startedOn: '2025-12-31', renewsOn: '2026-01-31' });
    const annual = await running({ term: 'ANNUAL', startedOn: '2025-03-01', renewsOn: '2026-03-01' });
    const byHand = await running({ term: 'MONTHLY', renewsOn: '2026-03-01', autoRenew: false });
    const chosen = await running({
      term: 'ANNUAL',
      startedOn: '2025-03-11',
      renewsOn: '2026-03-11',
      autoRenew: true,
    });
    expect(await read(monthly)).toMatchObject({ autoRenew: true });
    expect(await read(annual)).toMatchObject({ autoRenew: false });
    const work = at(NOW.toISOString());
    const counts = await Promise.all([renewDue(work), renewDue(work), renewDue(work)]);
    expect(counts.reduce((a, b) => a + b, 0)).toBe(3);
    expect(await renewDue(work)).toBe(0);
    // What began on a 31st is renewed on the last day of a shorter month, and on the 31st again after it.
    expect(await read(monthly)).toMatchObject({
      status: 'ACTIVE',
      renewsOn: '2026-03-31',
      terms: [{ from: '2025-12-31', to: null }],
      events: {
        nodes: [
          { on: '2025-12-31', type: 'STARTED' },
          { on: '2026-01-31', type: 'RENEWED' },
          { on: '2026-02-28', type: 'RENEWED' },
        ],
      },
    });
    const renewal = { status: 'FULFILLED', kind: 'RENEW', channel: 'PLATFORM', placedBy: null };
    expect(await ordersOf(monthly)).toEqual([
      expect.objectContaining({
        ...renewal,
        lines: [{ action: 'RENEW', effectiveOn: '2026-01-31' }],
        total: [{ amount: '0.00' }],
      }),
      expect.objectContaining({ ...renewal, lines: [{ action: 'RENEW', effectiveOn: '2026-02-28' }] }),
    ]);
    expect(await read(chosen)).toMatchObject({ renewsOn: '2027-03-11' });
    expect(await ordersOf(annual)).toEqual([]);
    expect(await ordersOf(byHand)).toEqual([]);
    const told = (await service.events()).map(({ type }) => type);
    expect(told.filter((type) => type === 'plimsoll.order.fulfilled.v1')).toHaveLength(3);
  });

  it('waits for the day where the customer is, for an order under way, and for nobody who cancelled in time', async () => {
    const birch = await running({ customerId: id('birch'), term: 'MONTHLY', renewsOn: '2026-03-11' });
    const cancelled = await running({ term: 'MONTHLY', renewsOn: '2026-03-11' });
    await service.run(
      `mutation ($input: CancelSubscriptionInput!) { cancelSubscription(input: $input) { userErrors { code } } }`,
      { input: { id: cancelled, expectedVersion: 1, reason: 'price' } },
    );
    const busy = await running({ term: 'MONTHLY', renewsOn: '2026-03-11' });
    await placeOrder({
      customerId: id('alder'),
      lines: [{ action: 'CHANGE', subscriptionId: busy, quantity: 5 }],
    });
    expect(await renewDue(at('2026-03-10T23:30:00Z'))).toBe(0);
    // 04:00 UTC is midnight in New York since the 8th of March.
    expect(await renewDue(at('2026-03-11T03:59:59Z'))).toBe(0);
    expect(await renewDue(at('2026-03-11T04:00:00Z'))).toBe(1);
    expect(await read(birch)).toMatchObject({ renewsOn: '2026-04-11' });
    expect(await read(busy)).toMatchObject({ renewsOn: '2026-03-11' });
    expect(await ordersOf(cancelled)).toEqual([]);
    const [count] = await rows<{ count: string }>(
      'select count(*) - count(distinct (subscription_id, renews_on)) as count from renewal',
    );
    expect(Number(count?.count)).toBe(0);
  });
});

describe('reminders', () => {
  interface Reminder {
    id: string;
    version: number;
    daysAhead: number;
    overdue: boolean;
    acknowledgedAt: string | null;
    subscription: { id: string };
  }
  const NODES = `nodes { id version daysAhead overdue acknowledgedAt note renewsOn subscription { id } }`;
  const list = async (caller?: Principal, filter: object = {}): Promise<Reminder[]> =>
    (
      await service.run<{ renewalReminders: { nodes: Reminder[] } }>(
        `query ($filter: RenewalReminderFilter) { renewalReminders(first: 100, filter: $filter) { ${NODES} } }`,
        { filter },
        caller,
      )
    ).renewalReminders.nodes;
  const acknowledge = (reminder: Reminder | undefined, caller?: Principal) =>
    service
      .run<{ result: { reminder: Reminder | null; userErrors: { code: string }[] } }>(
        `mutation ($input: AcknowledgeRenewalReminderInput!) { result: acknowledgeRenewalReminder(input: $input) {
           reminder { id version acknowledgedAt acknowledgedBy { id } note } userErrors { code path } } }`,
        { input: { id: reminder?.id, expectedVersion: reminder?.version, note: 'called them' } },
        caller,
      )
      .then(({ result }) => result);
  const clerk = (personId: string): Principal => ({ subject: 'clerk', roles: ['agent'], personId });
  const manager: Principal = { subject: 'boss', roles: ['manager'] };
  let annual = '';
  let accountManager = '';
  let other = '';

  beforeAll(async () => {
    await service.load('People', [
      { external_id: 'ann', name: 'Ann Reed' },
      { external_id: 'bob', name: 'Bob Lane' },
    ]);
    const find = (externalId: string) =>
      service.run<{ personByExternalId: { id: string } }>(
        'query ($e: String!) { personByExternalId(source: "import", externalId: $e) { id } }',
        { e: externalId },
      );
    accountManager = (await find('ann')).personByExternalId.id;
    other = (await find('bob')).personByExternalId.id;
    const { updated } = await service.run<{ updated: { userErrors: object[] } }>(
      `mutation ($input: UpdateCustomerInput!) { updated: updateCustomer(input: $input) { userErrors { code } } }`,
      { input: { id: id('alder'), expectedVersion: 1, accountManagerId: accountManager } },
    );
    expect(updated.userErrors).toEqual([]);
    annual = await running({ term: 'ANNUAL', renewsOn: '2026-09-15' });
    await running({ term: 'MONTHLY', renewsOn: '2026-09-15', autoRenew: false });
    await running({ term: 'ANNUAL', renewsOn: '2026-09-15', endsOn: '2026-09-15' });
  });

  it('come 90, 60 and 30 days ahead, each once, a late one alone', async () => {
    const ahead = async () =>
      (
        await rows<{ days: number }>(
          'select days_ahead as days from renewal_reminder where subscription_id = $1 order by 1',
          [annual],
        )
      ).map(({ days }) => days);
    await remindOfRenewals(at('2026-06-16T12:00:00Z'));
    expect(await ahead()).toEqual([]);
    // The 17th of June is 90 days ahead.
    await Promise.all([
      remindOfRenewals(at('2026-06-17T12:00:00Z')),
      remindOfRenewals(at('2026-06-17T12:00:00Z')),
    ]);
    expect(await ahead()).toEqual([90]);
    await remindOfRenewals(at('2026-07-16T12:00:00Z'));
    expect(await ahead()).toEqual([90]);
    await remindOfRenewals(at('2026-07-17T12:00:00Z'));
    expect(await ahead()).toEqual([60, 90]);
    const late = await running({ term: 'ANNUAL', renewsOn: '2026-09-20' });
    await remindOfRenewals(at('2026-09-01T12:00:00Z'));
    expect(await ahead()).toEqual([30, 60, 90]);
    const [one, ...more] = await rows<{ days: number }>(
      'select days_ahead as days from renewal_reminder where subscription_id = $1',
      [late],
    );
    expect([one?.days, more]).toEqual([30, []]);
    const told = (await service.events()).filter(({ type }) => type === 'plimsoll.renewal.reminded.v1');
    expect(told.at(0)?.data).toMatchObject({ daysAhead: 90, renewsOn: '2026-09-15', subscriptionId: annual });
    const monthly = await rows(
      `select 1 from renewal_reminder r join subscription s on s.id = r.subscription_id where s.term = 'MONTHLY'`,
    );
    expect(monthly).toEqual([]);
  });

  it('are for the account manager first, overdue also for managers, and answered once', async () => {
    await rows(`update renewal_reminder set reminded_at = '2026-03-10T12:00:00Z'`);
    await rows(`update renewal_reminder set reminded_at = '2026-03-03T12:00:00Z' where days_ahead = 90`);
    expect((await list(clerk(accountManager))).map(({ daysAhead }) => daysAhead).sort()).toEqual([
      30, 30, 60, 90,
    ]);
    expect(await list(clerk(other))).toEqual([]);
    expect(await list(testCallers.contact(id('alder')))).toEqual([]);
    expect(await list(testCallers.partner(id('arbor')))).toEqual([]);
    expect(await list()).toHaveLength(4);
    const overdue = await list(manager);
    expect(overdue).toMatchObject([{ daysAhead: 90, overdue: true }]);
    const fresh = (await list(clerk(accountManager))).find(({ daysAhead }) => daysAhead === 60);
    expect(await acknowledge(fresh, manager)).toMatchObject({ userErrors: [{ code: 'NOT_YET' }] });
    for (const caller of [clerk(other), testCallers.contact(id('alder')), testCallers.analyst]) {
      expect(await acknowledge(fresh, caller)).toMatchObject({
        reminder: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect(await acknowledge(fresh, clerk(accountManager))).toMatchObject({
      reminder: {
        version: 2,
        acknowledgedAt: NOW.toISOString(),
        acknowledgedBy: { id: accountManager },
        note: 'called them',
      },
    });
    expect((await acknowledge(overdue[0], manager)).userErrors).toEqual([]);
    expect(await list(clerk(accountManager), { acknowledged: false })).toHaveLength(2);
    expect(await list(manager, { overdue: true })).toEqual([]);
    const nested = await service.run<{
      customer: { renewalReminders: { totalCount: number } };
      person: { renewalReminders: { totalCount: number } };
    }>(
      `query ($c: ID!, $p: ID!) { customer(id: $c) { renewalReminders { totalCount } }
         person(id: $p) { renewalReminders { totalCount } } }`,
      { c: id('alder'), p: accountManager },
    );
    expect(nested).toEqual({
      customer: { renewalReminders: { totalCount: 4 } },
      person: { renewalReminders: { totalCount: 4 } },
    });
  });
});
