import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;
type Caller = NonNullable<Parameters<typeof run>[2]>;

const ids: Record<string, string> = {};
const callers: Record<string, Caller> = {};

beforeAll(async () => {
  await loadAccounts(service);
  for (const customer of ['alder', 'birch', 'cedar']) {
    await load('Contacts', [
      {
        external_id: `contact-${customer}`,
        customer,
        name: `Contact ${customer}`,
        email: `a@${customer}.example`,
        phone: '+49 30 1234',
      },
    ]);
    await load('Subscriptions', [
      { external_id: `sub-${customer}`, customer, plan: 'basic', kind: 'STANDARD', started_on: '2026-01-01' },
    ]);
    await load('SubscriptionEvents', [
      { subscription: `sub-${customer}`, on: '2026-02-01', type: 'add_on', quantity: '2' },
    ]);
    await load('Entitlements', [
      {
        customer,
        product: 'payments',
        agreement: 'sla-2',
        valid_from: '2026-01-01',
        support_level: 'lvl-premier',
      },
    ]);
    ids[`customer ${customer}`] = await idOf(service, 'customer', customer);
    ids[`contact ${customer}`] = await idOf(service, 'contact', `contact-${customer}`);
    ids[`subscription ${customer}`] = await idOf(service, 'subscription', `sub-${customer}`);
    const sold = `${customer}|payments|sla-2|2026-01-01`;
    ids[`entitlement ${customer}`] = await idOf(service, 'entitlement', sold);
  }
  callers['arbor'] = testCallers.partner(await idOf(service, 'partner', 'arbor'));
  callers['bosk'] = testCallers.partner(await idOf(service, 'partner', 'bosk'));
  callers['alder'] = testCallers.contact(ids['customer alder'] ?? '');
  callers['cedar'] = testCallers.contact(ids['customer cedar'] ?? '');
  callers['agent'] = testCallers.agent;
  callers['analyst'] = testCallers.analyst;
  callers['nobody'] = testCallers.nobody;
});

/** Which customers each caller sees. */
const sees: [caller: string, customers: string[]][] = [
  ['arbor', ['alder']],
  ['bosk', ['birch']],
  ['alder', ['alder']],
  ['cedar', ['cedar']],
  ['agent', ['alder', 'birch', 'cedar']],
  ['analyst', []],
  ['nobody', []],
];

describe.each(sees)('%s', (word, seen) => {
  const caller = () => callers[word] as Caller;
  const nouns = ['customer', 'contact', 'subscription', 'entitlement'];

  it('reads single records of its own customers alone', async () => {
    for (const customer of ['alder', 'birch', 'cedar']) {
      for (const noun of nouns) {
        const id = ids[`${noun} ${customer}`];
        const { found } = await run<{ found: { id: string } | null }>(
          `query ($id: ID!) { found: ${noun}(id: $id) { id } }`,
          { id },
          caller(),
        );
        expect([noun, customer, found]).toEqual([noun, customer, seen.includes(customer) ? { id } : null]);
      }
      const { byCsi, byExternalId } = await run<Record<'byCsi' | 'byExternalId', { id: string } | null>>(
        `query ($csi: String!, $externalId: String!) { byCsi: customerByCsi(csi: $csi) { id }
           byExternalId: contactByExternalId(source: "import", externalId: $externalId) { id } }`,
        {
          csi: { alder: 'ALDER001', birch: 'BIRCH002', cedar: 'CEDAR003' }[customer],
          externalId: `contact-${customer}`,
        },
        caller(),
      );
      expect([byCsi !== null, byExternalId !== null]).toEqual([
        seen.includes(customer),
        seen.includes(customer),
      ]);
    }
  });

  it('lists and counts records of its own customers alone', async () => {
    const data = await run<
      Record<string, { totalCount: number; nodes: { customer?: { id: string }; id: string }[] }>
    >(
      `{ customers { totalCount nodes { id } } contacts { totalCount nodes { id customer { id } } }
         subscriptions { totalCount nodes { id customer { id } } } entitlements { totalCount nodes { id customer { id } } } }`,
      {},
      caller(),
    );
    const own = seen.map((customer) => ids[`customer ${customer}`]).sort();
    for (const [list, { totalCount, nodes }] of Object.entries(data)) {
      const each = list === 'entitlements' ? 2 : 1;
      expect([list, totalCount]).toEqual([list, own.length * each]);
      expect([...new Set(nodes.map((node) => node.customer?.id ?? node.id))].sort()).toEqual(own);
    }
  });

  it('reaches records of its own customers alone from what it may see', async () => {
    const { products, partners } = await run<{
      products: { nodes: object[] };
      partners: { nodes: { name: string; customers: { totalCount: number; nodes: { id: string }[] } }[] };
    }>(
      `{ products { nodes { id } } partners { nodes { name customers { totalCount nodes { id } } } } }`,
      {},
      caller(),
    );
    expect(products.nodes).toHaveLength(['analyst', 'nobody'].includes(word) ? 0 : 2);
    const reached = partners.nodes.flatMap(({ customers }) => customers.nodes.map(({ id }) => id));
    const sold = seen
      .filter((customer) => customer !== 'cedar')
      .map((customer) => ids[`customer ${customer}`]);
    expect(reached.sort()).toEqual(sold.sort());
    expect(partners.nodes.map(({ name }) => name)).toEqual(
      { arbor: ['Arbor'], bosk: ['Bosk'], alder: ['Arbor'], agent: ['Arbor', 'Bosk'] }[word] ?? [],
    );
  });

  it('is given references to records of its own customers alone', async () => {
    const types = ['Customer', 'Contact', 'CustomerSubscription', 'Entitlement'];
    for (const [index, type] of types.entries()) {
      const representations = ['alder', 'birch', 'cedar'].map((customer) => ({
        __typename: type,
        id: ids[`${nouns[index]} ${customer}`],
      }));
      const { _entities } = await run<{ _entities: ({ id: string } | null)[] }>(
        `query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on ${type} { id version } } }`,
        { representations },
        caller(),
      );
      expect(_entities.map((found) => found !== null)).toEqual(
        ['alder', 'birch', 'cedar'].map((customer) => seen.includes(customer)),
      );
    }
  });

  it('changes nothing without the role', async () => {
    if (word === 'agent') return;
    const before = await service.events();
    for (const [mutation, payload, more] of [
      ['updateCustomer', 'customer', 'name: "x"'],
      ['deactivateCustomer', 'customer', 'reason: "x"'],
      ['updateContact', 'contact', 'name: "x"'],
      ['endSubscription', 'subscription', ''],
      ['endEntitlement', 'entitlement', ''],
    ]) {
      const id = ids[`${payload} alder`];
      const { result } = await run<{ result: { userErrors: { code: string }[] } }>(
        `mutation { result: ${mutation}(input: { id: "${id}", expectedVersion: 1, ${more} }) {
           ${payload} { id } userErrors { code } } }`,
        {},
        caller(),
      );
      expect(result).toEqual({ [payload ?? '']: null, userErrors: [{ code: 'NOT_FOUND' }] });
    }
    const result = await service.execute(
      `mutation { importCustomers(input: { rows: [{ external_id: "x", name: "x" }] }) { created } }`,
      {},
      caller(),
    );
    expect(result.errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    expect(await service.events()).toEqual(before);
  });
});

describe('what is personal', () => {
  it('is in no event, and mail addresses and numbers not in the history', async () => {
    const text = JSON.stringify(await service.events());
    for (const personal of ['Contact alder', 'a@alder.example', '+49 30 1234'])
      expect(text).not.toContain(personal);
    const { contact } = await run<{
      contact: { email: string; phone: string; history: { nodes: object[] } };
    }>(`query ($id: ID!) { contact(id: $id) { email phone history { nodes { fields { name after } } } } }`, {
      id: ids['contact alder'],
    });
    expect(contact).toMatchObject({ email: 'a@alder.example', phone: '+49 30 1234' });
    expect(JSON.stringify(contact.history)).not.toContain('@');
    expect(JSON.stringify(contact.history)).not.toContain('1234');
  });

  it('is history for staff alone', async () => {
    const { contact } = await run<{ contact: { name: string; history: { nodes: object[] } } }>(
      `query ($id: ID!) { contact(id: $id) { name email history { nodes { version } } } }`,
      { id: ids['contact alder'] },
      callers['arbor'],
    );
    expect(contact).toMatchObject({
      name: 'Contact alder',
      email: 'a@alder.example',
      history: { nodes: [] },
    });
  });
});
