import 'reflect-metadata';
import { JobQueue } from '@plimsoll/shared';
import { testCallers, testLogger, testSubgraph } from '@plimsoll/shared/testing';
import { idOf, loadAccounts, NOW } from '../account.fixture.js';
import { createEntitlementsSubgraph, entitlementsDatabase } from '../subgraph.js';
import { customerTerminationJobs } from './customer-termination.job.js';

let now = NOW;
const service = testSubgraph({
  database: entitlementsDatabase,
  create: (dependencies) => createEntitlementsSubgraph({ ...dependencies, clock: () => now }),
});
beforeAll(async () => {
  await loadAccounts(service);
  await JobQueue.open({ database: service.test.database, logger: testLogger() });
});
afterEach(() => {
  now = NOW;
});

const manager = { subject: 'mara', roles: ['manager' as const] };
interface Payload {
  customer: { id: string; version: number } | null;
  userErrors: { code: string; path: string[] }[];
}
const mutate = async (mutation: string, input: object, caller: (typeof testCallers)['admin'] = manager) => {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await service.run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { customer { id version } userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
};

/** A customer with a monthly subscription of 10 EUR and one contact. */
async function customerWith(key: string): Promise<string> {
  await service.load('Customers', [{ external_id: key, name: key, time_zone: 'Europe/Berlin' }]);
  await service.load('Subscriptions', [
    {
      external_id: `s-${key}`,
      customer: key,
      plan: 'basic',
      kind: 'STANDARD',
      started_on: '2025-01-01',
      renews_on: '2026-04-01',
    },
  ]);
  await service.load('Contacts', [
    {
      external_id: `c-${key}`,
      customer: key,
      name: 'Greta Gram',
      email: 'greta@gram.example',
      phone: '+49 30 901820',
    },
  ]);
  return idOf(service, 'customer', key);
}

const read = async (id: string, caller?: (typeof testCallers)['admin']) =>
  (
    await service.run<{ customer: Record<string, unknown> }>(
      `query ($id: ID!) { customer(id: $id) { stage access { active reason }
         termination { requestedOn effectiveOn graceUntil retainUntil reason status by { name } }
         subscriptions { nodes { status renewsOn endsOn cancelledOn } }
         contacts { nodes { id name email phone } } monthlyRecurringRevenue { amount } } }`,
      { id },
      caller,
    )
  ).customer;
const jobs = () => {
  const { handlers } = customerTerminationJobs({
    database: service.test.database,
    logger: testLogger(),
    clock: () => now,
  });
  const job = { id: '1', attempt: 1 };
  return {
    advance: (customerId: string) => handlers['advance_customer_termination']?.({ customerId }, job),
    sweep: () => handlers['sweep_customer_terminations']?.({}, job),
  };
};

describe('the end of a customer', () => {
  it('ends its contracts, then its access, then what is personal; each once, whoever does it', async () => {
    const id = await customerWith('whole');
    const done = await mutate('terminateCustomer', {
      id,
      expectedVersion: 1,
      effectiveOn: '2026-04-01',
      reason: 'moved away',
    });
    expect(done).toMatchObject({ customer: { version: 2 }, userErrors: [] });
    const termination = {
      requestedOn: '2026-03-11',
      effectiveOn: '2026-04-01',
      graceUntil: '2026-05-01',
      retainUntil: '2026-07-30',
      reason: 'moved away',
      status: 'REQUESTED',
      by: null,
    };
    expect(await read(id)).toMatchObject({
      stage: 'TERMINATING',
      access: { active: true },
      termination,
      subscriptions: {
        nodes: [{ status: 'CANCELLING', renewsOn: null, endsOn: '2026-04-01', cancelledOn: '2026-03-11' }],
      },
      monthlyRecurringRevenue: [{ amount: '10.00' }],
    });
    const { customers } = await service.run<{ customers: { nodes: object[] } }>(
      `{ customers(filter: { stage: TERMINATING }) { nodes { id } } }`,
    );
    expect(customers.nodes).toEqual([{ id }]);

    // In Berlin the 1st of May begins at 22:00 UTC.
    now = new Date('2026-04-30T21:59:59Z');
    await jobs().advance(id);
    await jobs().sweep();
    expect(await read(id)).toMatchObject({
      stage: 'TERMINATING',
      access: { active: true },
      termination: { status: 'IN_GRACE' },
      subscriptions: { nodes: [{ status: 'ENDED' }] },
      monthlyRecurringRevenue: [],
    });
    now = new Date('2026-04-30T22:00:00Z');
    await Promise.all([jobs().advance(id), jobs().sweep(), jobs().advance(id)]);
    expect(await read(id)).toMatchObject({
      stage: 'TERMINATED',
      access: { active: false, reason: 'moved away' },
      termination: { status: 'TERMINATED' },
      contacts: { nodes: [{ name: 'Greta Gram' }] },
    });
    expect(await mutate('activateCustomer', { id, expectedVersion: 3 })).toMatchObject({
      userErrors: [{ code: 'INVALID_TRANSITION' }],
    });
    expect(await mutate('withdrawTermination', { id, expectedVersion: 3, reason: 'late' })).toMatchObject({
      userErrors: [{ code: 'INVALID_TRANSITION' }],
    });

    now = new Date('2026-07-29T22:00:00Z');
    const contact = await idOf(service, 'contact', 'c-whole');
    await Promise.all([jobs().sweep(), jobs().advance(id)]);
    expect(await read(id)).toMatchObject({
      termination: { status: 'ERASED' },
      contacts: { nodes: [{ id: contact, name: 'Erased contact', email: null, phone: null }] },
    });
    const kept = await service.test.database.transaction({ kind: 'SYSTEM' }, async (tx) => [
      ...(await tx.query('select * from history')),
      ...(await tx.query('select * from contact')),
      ...(await tx.query('select * from outbox')),
    ]);
    for (const personal of ['Greta', 'greta@', '901820'])
      expect(JSON.stringify(kept)).not.toContain(personal);
    const events = (await service.events()).filter(
      ({ data }) => data['customerId'] === id && 'graceUntil' in data,
    );
    expect(events.map(({ type, version, data }) => [type, version, data['status']])).toEqual([
      ['plimsoll.customer_termination.requested.v1', 1, 'STANDING'],
      ['plimsoll.customer_termination.updated.v1', 2, 'TERMINATED'],
      ['plimsoll.customer_termination.updated.v1', 3, 'ERASED'],
    ]);
    expect(JSON.stringify(events)).not.toContain('moved away');
    const customerEvents = (await service.events()).filter(({ subject }) => subject === id);
    expect(
      customerEvents.map(({ version, data }) => [version, data['active'], data['terminatesOn']]),
    ).toEqual([
      [1, true, null],
      [2, true, '2026-05-01'],
      [3, false, '2026-05-01'],
    ]);
  });

  it('is withdrawn before the contracts end, as if nothing had been', async () => {
    const id = await customerWith('early');
    await mutate('terminateCustomer', { id, expectedVersion: 1, effectiveOn: '2026-04-01', reason: 'error' });
    now = new Date('2026-03-20T12:00:00Z');
    expect(await mutate('withdrawTermination', { id, expectedVersion: 2, reason: 'stays' })).toMatchObject({
      customer: { version: 3 },
    });
    expect(await read(id)).toMatchObject({
      stage: 'CUSTOMER',
      termination: null,
      subscriptions: {
        nodes: [{ status: 'ACTIVE', renewsOn: '2026-04-01', endsOn: null, cancelledOn: null }],
      },
    });
    now = new Date('2027-01-01T00:00:00Z');
    await jobs().advance(id);
    await jobs().sweep();
    expect(await read(id)).toMatchObject({
      access: { active: true },
      contacts: { nodes: [{ name: 'Greta Gram' }] },
    });
    now = NOW;
    expect(
      await mutate('terminateCustomer', {
        id,
        expectedVersion: 3,
        effectiveOn: '2026-05-01',
        reason: 'again',
      }),
    ).toMatchObject({ customer: { version: 4 } });
  });

  it('is withdrawn in its grace: what had ended runs again, with the gap on record', async () => {
    const id = await customerWith('grace');
    await mutate('terminateCustomer', { id, expectedVersion: 1, effectiveOn: '2026-04-01', reason: 'error' });
    now = new Date('2026-04-10T12:00:00Z');
    await mutate('withdrawTermination', { id, expectedVersion: 2, reason: 'back' });
    expect(await read(id)).toMatchObject({
      stage: 'CUSTOMER',
      subscriptions: { nodes: [{ status: 'ACTIVE', endsOn: null }] },
      monthlyRecurringRevenue: [{ amount: '10.00' }],
    });
    const { subscription } = await service.run<{ subscription: { terms: object[] } }>(
      `query ($id: ID!) { subscription(id: $id) { terms { from to } } }`,
      { id: await idOf(service, 'subscription', 's-grace') },
    );
    expect(subscription.terms).toEqual([
      { from: '2025-01-01', to: '2026-04-01' },
      { from: '2026-04-10', to: null },
    ]);
  });

  it('is put on record by managers and admins alone, once, at the version read; nothing has changed otherwise', async () => {
    const id = await customerWith('guarded');
    const input = { id, expectedVersion: 1, effectiveOn: '2026-04-01', reason: 'no' };
    const partner = testCallers.partner(await idOf(service, 'partner', 'arbor'));
    const before = (await service.events()).length;
    for (const caller of [
      testCallers.operator,
      testCallers.agent,
      testCallers.executive,
      testCallers.contact(id),
      partner,
    ]) {
      expect(await mutate('terminateCustomer', input, caller)).toMatchObject({
        customer: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
      expect(
        await mutate('withdrawTermination', { id, expectedVersion: 1, reason: 'x' }, caller),
      ).toMatchObject({
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect(await mutate('terminateCustomer', { ...input, gracePeriod: 'P181D' })).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['gracePeriod'] }],
    });
    expect(await mutate('withdrawTermination', { id, expectedVersion: 1, reason: 'x' })).toMatchObject({
      userErrors: [{ code: 'INVALID_TRANSITION' }],
    });
    expect((await service.events()).length).toBe(before);
    const both = await Promise.all([
      mutate('terminateCustomer', input),
      mutate('deactivateCustomer', { id, expectedVersion: 1, reason: 'unpaid' }),
    ]);
    expect(both.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort()).toEqual(['CONFLICT', 'done']);
  });

  it('is seen by whoever sees the customer', async () => {
    const id = await customerWith('seen');
    await mutate('terminateCustomer', { id, expectedVersion: 1, effectiveOn: '2026-04-01', reason: 'x' });
    expect(await read(id, testCallers.contact(id))).toMatchObject({ termination: { status: 'REQUESTED' } });
    expect(await read(id, testCallers.contact(await idOf(service, 'customer', 'alder')))).toBeNull();
    const count = (first: number) =>
      service.countStatements(
        `{ customers(first: ${first}, filter: { stage: TERMINATING }) { nodes { termination { status by { name } } } } }`,
      );
    await count(1);
    expect(await count(1)).toBe(await count(5));
  });
});
