import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts, NOW } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;
beforeAll(() => loadAccounts(service));

type Caller = Parameters<typeof run>[2];
interface Customer {
  id: string;
  version: number;
  csi: string;
  name: string;
  access: { active: boolean; since: string; reason: string | null; by: { name: string } | null };
}
interface Payload {
  customer: Customer | null;
  userErrors: { code: string; message: string; path: string[] }[];
}

const FIELDS = 'id version csi name access { active since reason by { name } }';
const mutate = async (
  mutation: string,
  input: Record<string, unknown>,
  caller?: Caller,
): Promise<Payload> => {
  const type = mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) {
       customer { ${FIELDS} } userErrors { code message path } } }`,
    { input },
    caller,
  );
  return result;
};
const create = async (key: string, more: Record<string, unknown> = {}) => {
  const { customer, userErrors } = await mutate('createCustomer', {
    idempotencyKey: key,
    name: `Customer ${key}`,
    ...more,
  });
  if (!customer) throw new Error(JSON.stringify(userErrors));
  return customer;
};
const read = async (id: string) =>
  (await run<{ customer: Customer | null }>(`query ($id: ID!) { customer(id: $id) { ${FIELDS} } }`, { id }))
    .customer;

describe('a customer', () => {
  it('is created with an issued CSI, access on, its event and its history', async () => {
    const partnerId = await idOf(service, 'partner', 'arbor');
    const customer = await create('first', { segment: 'ENTERPRISE', timeZone: 'Europe/Paris', partnerId });
    expect(customer).toEqual({
      id: expect.stringMatching(/^cus_[0-9a-z]{26}$/) as string,
      version: 1,
      csi: expect.stringMatching(/^([23479ACFHKMNQRWXY]{3}-){2}[23479ACFHKMNQRWXY]{3}$/) as string,
      name: 'Customer first',
      access: { active: true, since: NOW.toISOString(), reason: null, by: null },
    });
    const events = (await service.events()).filter(({ subject }) => subject === customer.id);
    expect(events).toEqual([
      {
        type: 'plimsoll.customer.created.v1',
        subject: customer.id,
        version: 1,
        data: {
          id: customer.id,
          externalId: null,
          source: null,
          csi: customer.csi,
          name: 'Customer first',
          segment: 'ENTERPRISE',
          region: null,
          timeZone: 'Europe/Paris',
          locale: null,
          vertical: null,
          partnerId,
          partnerIds: [partnerId],
          accountManagerId: null,
          designatedAnalystId: null,
          active: true,
          accessSince: NOW.toISOString(),
          accessUntil: null,
          accessReason: null,
          openTickets: null,
          terminatesOn: null,
          mergedInto: null,
        },
      },
    ]);
    const { customer: found } = await run<{ customer: { history: { nodes: unknown[] } } }>(
      `query ($id: ID!) { customer(id: $id) { history(first: 5) { nodes { version fields { name after } } } } }`,
      { id: customer.id },
    );
    expect(found.history.nodes).toHaveLength(1);
    expect(found.history.nodes[0]).toMatchObject({ version: 1 });
  });

  it('is created once for a key, and not with another body', async () => {
    const first = await create('once');
    expect(await create('once')).toEqual(first);
    const other = await mutate('createCustomer', { idempotencyKey: 'once', name: 'Another' });
    expect(other).toMatchObject({ customer: null, userErrors: [{ code: 'IDEMPOTENCY_MISMATCH' }] });
  });

  it('is found by its CSI in whatever spelling', async () => {
    for (const csi of ['ALD-ER-001', 'alder001', ' ald er-001 ']) {
      const { customerByCsi } = await run<{ customerByCsi: { name: string } | null }>(
        `query ($csi: String!) { customerByCsi(csi: $csi) { name } }`,
        { csi },
      );
      expect(customerByCsi).toEqual({ name: 'Alder Works' });
    }
    const { customerByCsi } = await run<{ customerByCsi: null }>(
      `{ customerByCsi(csi: "ALD-ER-00") { name } }`,
    );
    expect(customerByCsi).toBeNull();
  });

  it('shares its CSI with nobody', async () => {
    const taken = await mutate('createCustomer', {
      idempotencyKey: 'taken',
      name: 'Taken',
      csi: 'Alder-001',
    });
    expect(taken).toMatchObject({ customer: null, userErrors: [{ code: 'DUPLICATE_CSI', path: ['csi'] }] });
    const customer = await create('csi-mover', { csi: 'mine-1' });
    expect(customer.csi).toBe('MINE-1');
    const move = (csi: string, expectedVersion: number) =>
      mutate('updateCustomer', { id: customer.id, expectedVersion, csi });
    expect(await move('birch-002', 1)).toMatchObject({ userErrors: [{ code: 'DUPLICATE_CSI' }] });
    expect(await read(customer.id)).toEqual(customer);
    expect((await move('MI-NE1', 1)).customer?.csi).toBe('MI-NE1');
  });

  it.each([
    [{ name: ' ' }, 'name'],
    [{ csi: '!' }, 'csi'],
    [{ timeZone: 'Berlin' }, 'timeZone'],
    [{ locale: '!' }, 'locale'],
  ])('is refused with %j', async (more, field) => {
    const input = { idempotencyKey: `wrong ${field}`, name: 'Wrong', ...more };
    expect(await mutate('createCustomer', input)).toMatchObject({
      customer: null,
      userErrors: [{ code: 'INVALID', path: [field] }],
    });
  });

  it.each([
    ['partnerId', 'par'],
    ['accountManagerId', 'per'],
    ['designatedAnalystId', 'per'],
  ])('is refused with an unknown %s', async (field, prefix) => {
    const input = {
      idempotencyKey: `unknown ${field}`,
      name: 'Wrong',
      [field]: `${prefix}_00000000000000000000000000`,
    };
    expect(await mutate('createCustomer', input)).toMatchObject({
      customer: null,
      userErrors: [{ code: 'NOT_FOUND', path: [field] }],
    });
  });

  it('changes under its version alone, keeping what is left out', async () => {
    const customer = await create('changing', { segment: 'SMB', region: 'EMEA' });
    const changed = await mutate('updateCustomer', { id: customer.id, expectedVersion: 1, name: 'Renamed' });
    expect(changed.customer).toMatchObject({ version: 2, name: 'Renamed' });
    const stale = await mutate('updateCustomer', { id: customer.id, expectedVersion: 1, name: 'Stale' });
    expect(stale).toMatchObject({
      customer: null,
      userErrors: [{ code: 'CONFLICT', path: ['expectedVersion'] }],
    });
    const { customer: kept } = await run<{ customer: object }>(
      `query ($id: ID!) { customer(id: $id) { name segment region timeZone } }`,
      { id: customer.id },
    );
    expect(kept).toEqual({ name: 'Renamed', segment: 'SMB', region: 'EMEA', timeZone: 'UTC' });
  });

  it('has its access switched off and on, by whom and why', async () => {
    await load('People', [{ external_id: 'olga', name: 'Olga Petrova' }]);
    const olga: Caller = {
      subject: 'olga',
      roles: ['manager'],
      personId: await idOf(service, 'person', 'olga'),
    };
    const customer = await create('switched');
    const off = await mutate(
      'deactivateCustomer',
      { id: customer.id, expectedVersion: 1, reason: 'unpaid' },
      olga,
    );
    expect(off.customer).toMatchObject({
      version: 2,
      access: { active: false, since: NOW.toISOString(), reason: 'unpaid', by: { name: 'Olga Petrova' } },
    });
    const again = { id: customer.id, expectedVersion: 2, reason: 'twice' };
    expect((await mutate('deactivateCustomer', again)).customer).toEqual(off.customer);
    const on = await mutate('activateCustomer', { id: customer.id, expectedVersion: 2 });
    expect(on.customer).toMatchObject({ version: 3, access: { active: true, reason: null, by: null } });
    const states = (await service.events())
      .filter(({ subject }) => subject === customer.id)
      .map(({ data }) => data['active']);
    expect(states).toEqual([true, false, true]);
  });

  it('is changed by nobody without the role, and nothing has changed then', async () => {
    const customer = await create('guarded');
    const input = { id: customer.id, expectedVersion: 1, reason: 'no' };
    for (const caller of [
      testCallers.agent,
      testCallers.executive,
      testCallers.analyst,
      testCallers.contact(customer.id),
      testCallers.nobody,
    ]) {
      expect(await mutate('deactivateCustomer', input, caller)).toMatchObject({
        customer: null,
        userErrors: [{ code: 'NOT_FOUND' }],
      });
      expect(
        await mutate('createCustomer', { idempotencyKey: `by ${caller.subject}`, name: 'No' }, caller),
      ).toMatchObject({ customer: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    expect(await read(customer.id)).toEqual(customer);
  });
});

describe('importing customers', () => {
  const rows = (name: string) => [
    { external_id: 'i1', name, segment: 'mid-market', active: 'false', account_manager: 'new-manager' },
    { external_id: 'i2', name: 'Given', csi: 'GIV-EN-1', account_manager: 'new-manager', partner: 'bosk' },
    { external_id: 'i3', name: 'Same spelling', csi: 'given1' },
    { external_id: 'i4', name: 'Taken', csi: 'ALDER-001' },
    { external_id: 'i5', name: 'No partner', partner: 'nobody' },
    { external_id: 'i6', name: 'No segment', segment: 'huge' },
    { external_id: 'i7', name: 'No zone', time_zone: 'Mars/Olympus' },
    { external_id: 'i8', name: '' },
  ];
  const rejects = [
    { line: 3, column: 'csi', reason: expect.stringContaining('has the CSI "GIVEN1" already') as string },
    { line: 4, column: 'csi', reason: expect.stringContaining('has the CSI "ALDER-001" already') as string },
    { line: 5, column: 'partner', reason: 'There is no partner "nobody" in source "import".' },
    { line: 6, column: 'segment', reason: 'segment is none of SMB, MID_MARKET, ENTERPRISE.' },
    { line: 7, column: 'time_zone', reason: expect.stringContaining('IANA') as string },
    { line: 8, column: 'name', reason: 'name is required.' },
  ];

  it('takes the good rows, creates the people they name, and repeats without a change', async () => {
    expect(await load('Customers', rows('First'))).toEqual({ created: 2, updated: 0, unchanged: 0, rejects });
    const before = (await service.events()).length;
    expect(await load('Customers', rows('First'))).toEqual({ created: 0, updated: 0, unchanged: 2, rejects });
    expect((await service.events()).length).toBe(before);
    expect(await load('Customers', rows('Second'))).toEqual({
      created: 0,
      updated: 1,
      unchanged: 1,
      rejects,
    });
    const { one, two } = await run<Record<'one' | 'two', object>>(
      `{ one: customerByExternalId(source: "import", externalId: "i1") {
           name segment csi access { active } accountManager { name managedCustomers { totalCount } } partner { name } }
         two: customerByExternalId(source: "import", externalId: "i2") { csi partner { name } access { active } } }`,
    );
    expect(one).toEqual({
      name: 'Second',
      segment: 'MID_MARKET',
      csi: expect.stringMatching(/^...-...-...$/) as string,
      access: { active: false },
      accountManager: { name: 'new-manager', managedCustomers: { totalCount: 2 } },
      partner: null,
    });
    expect(two).toEqual({ csi: 'GIV-EN-1', partner: { name: 'Bosk' }, access: { active: true } });
  });

  it('takes few statements for a thousand rows', async () => {
    const many = Array.from({ length: 1_000 }, (_, index) => ({
      external_id: `many-${index}`,
      name: `Many ${index}`,
      account_manager: `manager-${index % 7}`,
      partner: 'arbor',
    }));
    const statements = await service.countStatements(
      `mutation ($rows: [JSON!]!) { importCustomers(input: { source: "import", rows: $rows }) { created } }`,
      { rows: many },
    );
    expect(statements).toBeLessThanOrEqual(15);
    const { customers } = await run<{ customers: { totalCount: number } }>(
      `{ customers(first: 1, filter: { search: "many " }) { totalCount } }`,
    );
    expect(customers.totalCount).toBe(1_000);
  });
});

describe('the list of customers', () => {
  const names = async (args: string) =>
    (
      await run<{ customers: { nodes: { name: string }[] } }>(`{ customers(${args}) { nodes { name } } }`)
    ).customers.nodes.map(({ name }) => name);

  it('is filtered by each of its fields', async () => {
    const partnerId = await idOf(service, 'partner', 'bosk');
    const filler = { segment: 'SMB', region: 'LATAM', vertical: 'mining' };
    const customer = await create('listed 100%', filler);
    expect(await names('filter: { search: "listed 100%" }')).toEqual(['Customer listed 100%']);
    expect(await names('filter: { search: "listed_100" }')).toEqual([]);
    expect(await names('filter: { search: "ald-er" }')).toEqual(['Alder Works']);
    expect(await names('filter: { csi: "ald er 001" }')).toEqual(['Alder Works']);
    expect(
      await names('filter: { region: "LATAM", segment: SMB, vertical: "mining", active: true }'),
    ).toEqual([customer.name]);
    expect(await names('filter: { region: "LATAM", segment: ENTERPRISE }')).toEqual([]);
    expect(await names('filter: { vertical: "mining", active: false }')).toEqual([]);
    expect(await names(`filter: { partnerId: "${partnerId}", csi: "BIRCH002" }`)).toEqual(['Birch Mills']);
    expect(await names(`first: 2, filter: { partnerId: "${partnerId}" }, orderBy: { field: CSI }`)).toEqual([
      'Birch Mills',
      'Given',
    ]);
  });

  it('keeps its place while others arrive before it, in every order', async () => {
    for (const field of ['NAME', 'CSI', 'CREATED_AT']) {
      const keys = ['b', 'd', 'f'].map((letter) => `page ${field} ${letter}`);
      for (const key of keys) await create(key, { region: field, csi: key.replaceAll(/[ _]/g, '-') });
      const page = async (after: string | null) =>
        (
          await run<{
            customers: {
              totalCount: number;
              nodes: { name: string }[];
              pageInfo: { hasNextPage: boolean; endCursor: string };
            };
          }>(
            `query ($after: String, $region: String, $field: CustomerOrderField!) {
               customers(first: 2, after: $after, filter: { region: $region }, orderBy: { field: $field }) {
                 totalCount nodes { name } pageInfo { hasNextPage endCursor } } }`,
            { after, region: field, field },
          )
        ).customers;
      const first = await page(null);
      const created = (letter: string) => `Customer page ${field} ${letter}`;
      expect(first.nodes.map(({ name }) => name)).toEqual([created('b'), created('d')]);
      if (field !== 'CREATED_AT')
        await create(`page ${field} a`, { region: field, csi: `PAGE-${field.replace('_', '-')}-A` });
      const second = await page(first.pageInfo.endCursor);
      expect(second.nodes.map(({ name }) => name)).toEqual([created('f')]);
      expect(second.pageInfo.hasNextPage).toBe(false);
    }
  });

  it('takes as many statements for many as for one, nested lists included', async () => {
    const list = (first: number) =>
      service.countStatements(
        `query ($first: Int!) { customers(first: $first, filter: { search: "many " }) { totalCount nodes {
           id csi access { by { name } } partner { name customers(first: 2) { totalCount nodes { id } } }
           accountManager { name managedCustomers(first: 2) { nodes { id } } } designatedAnalyst { name }
           supportLevel { name } contacts(first: 2) { totalCount nodes { id customer { id } } }
           subscriptions(first: 2) { totalCount nodes { id status } } entitlements(first: 2) { totalCount nodes { id } }
           monthlyRecurringRevenue { amount } renewals { renewsOn } history(first: 2) { nodes { version } } } } }`,
        { first },
      );
    await list(1);
    expect(await list(1)).toBe(await list(50));
  });
});
