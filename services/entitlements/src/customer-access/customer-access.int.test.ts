import 'reflect-metadata';
import { JobQueue } from '@plimsoll/shared';
import { testCallers, testLogger } from '@plimsoll/shared/testing';
import { accountService, loadAccounts, NOW } from '../account.fixture.js';
import { customerAccessJobs } from './customer-access.job.js';

const service = accountService();
beforeAll(async () => {
  await loadAccounts(service);
  await JobQueue.open({ database: service.test.database, logger: testLogger() });
});

const AFTER = '2026-03-20T08:00:00.000Z';
interface Access {
  active: boolean;
  reason: string | null;
  until: string | null;
  openTickets: string | null;
  by: object | null;
}
interface Payload {
  customer: { id: string; version: number; access: Access } | null;
  userErrors: { code: string; path: string[] }[];
}

const FIELDS = 'id version access { active reason until openTickets by { name } }';
const mutate = async (mutation: string, input: object, caller = testCallers.operator) => {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await service.run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { customer { ${FIELDS} } userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
};
const create = async (key: string) => {
  const { customer } = await mutate('createCustomer', { idempotencyKey: key, name: key });
  if (!customer) throw new Error('not created');
  return customer;
};
const read = async (id: string) =>
  (
    await service.run<{ customer: Payload['customer'] }>(
      `query ($id: ID!) { customer(id: $id) { ${FIELDS} } }`,
      { id },
    )
  ).customer;
const eventsOf = async (id: string) => (await service.events()).filter(({ subject }) => subject === id);

/** The jobs of one replica whose clock stands at an instant. */
const replica = (at: string) => {
  const { handlers } = customerAccessJobs({
    database: service.test.database,
    logger: testLogger(),
    clock: () => new Date(at),
  });
  const job = { id: '1', attempt: 1 };
  return {
    give: (customerId: string) => handlers['return_customer_access']?.({ customerId }, job),
    sweep: () => handlers['sweep_customer_access']?.({}, job),
  };
};

describe('access', () => {
  it('is off until an instant, told to others, and switched on again once by whichever replica comes', async () => {
    const { id } = await create('until');
    const off = await mutate('deactivateCustomer', {
      id,
      expectedVersion: 1,
      reason: 'unpaid',
      until: AFTER,
      openTickets: 'PAUSE',
    });
    expect(off.customer).toMatchObject({
      version: 2,
      access: { active: false, reason: 'unpaid', until: AFTER, openTickets: 'PAUSE' },
    });
    await replica('2026-03-20T07:59:59.999Z').give(id);
    await replica('2026-03-20T07:59:59.999Z').sweep();
    expect((await read(id))?.version).toBe(2);
    // Both wake up long after the instant, at the same moment.
    const [one, two] = [replica('2026-04-01T00:00:00Z'), replica('2026-04-01T00:00:00Z')];
    await Promise.all([one.give(id), two.give(id), one.sweep(), two.sweep()]);
    expect(await read(id)).toMatchObject({
      version: 3,
      access: { active: true, reason: null, until: null, openTickets: null, by: null },
    });
    expect(
      (await eventsOf(id)).map(({ version, data }) => [
        version,
        data['active'],
        data['openTickets'],
        data['accessUntil'],
        data['accessReason'],
      ]),
    ).toEqual([
      [1, true, null, null, null],
      [2, false, 'PAUSE', AFTER, 'unpaid'],
      [3, true, null, null, null],
    ]);
  });

  it('is switched on early, and then not again', async () => {
    const { id } = await create('early');
    await mutate('deactivateCustomer', { id, expectedVersion: 1, reason: 'audit', until: AFTER });
    await mutate('activateCustomer', { id, expectedVersion: 2 });
    await mutate('deactivateCustomer', { id, expectedVersion: 3, reason: 'for good' });
    await replica('2026-04-01T00:00:00Z').give(id);
    await replica('2026-04-01T00:00:00Z').sweep();
    expect(await read(id)).toMatchObject({
      version: 4,
      access: { active: false, until: null, openTickets: 'KEEP' },
    });
  });

  it('gets another end while it is off', async () => {
    const { id } = await create('longer');
    await mutate('deactivateCustomer', {
      id,
      expectedVersion: 1,
      reason: 'audit',
      until: AFTER,
      openTickets: 'PAUSE',
    });
    const later = '2026-05-01T00:00:00.000Z';
    await mutate('deactivateCustomer', { id, expectedVersion: 2, reason: 'audit goes on', until: later });
    await replica('2026-04-01T00:00:00Z').give(id);
    expect(await read(id)).toMatchObject({
      version: 3,
      access: { active: false, until: later, reason: 'audit goes on', openTickets: 'PAUSE' },
    });
  });

  it.each([
    [NOW.toISOString(), 'not ahead'],
    ['2036-01-01T00:00:00Z', 'too far ahead'],
  ])('is not off until %s: %s', async (until) => {
    const { id } = await create(`wrong ${until}`);
    expect(await mutate('deactivateCustomer', { id, expectedVersion: 1, reason: 'x', until })).toMatchObject({
      customer: null,
      userErrors: [{ code: 'INVALID', path: ['until'] }],
    });
    expect((await read(id))?.version).toBe(1);
  });

  it('goes off once where two ask at the same moment', async () => {
    const { id } = await create('race');
    const off = (reason: string) => mutate('deactivateCustomer', { id, expectedVersion: 1, reason });
    const answers = await Promise.all([off('one'), off('two')]);
    expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort()).toEqual([
      'CONFLICT',
      'done',
    ]);
    expect((await eventsOf(id)).length).toBe(2);
  });
});
