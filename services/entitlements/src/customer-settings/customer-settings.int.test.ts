import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
let alder = '';
let own = '';
let foreign = '';
beforeAll(async () => {
  await loadAccounts(service);
  await service.load('Contacts', [
    { external_id: 'ann', customer: 'alder', name: 'Ann', email: 'ann@alder.example' },
    { external_id: 'bob', customer: 'birch', name: 'Bob' },
  ]);
  alder = await idOf(service, 'customer', 'alder');
  own = await idOf(service, 'contact', 'ann');
  foreign = await idOf(service, 'contact', 'bob');
});

type Caller = (typeof testCallers)['admin'];
interface Settings {
  version: number;
}
const FIELDS = `version language firstDayOfWeek notifications purchaseOrderRequired purchaseOrder
  billingContact { name } securityContact { name }`;
const update = async (input: object, caller: Caller = testCallers.agent) =>
  (
    await service.run<{
      result: { settings: Settings | null; userErrors: { code: string; path: string[] }[] };
    }>(
      `mutation ($input: UpdateCustomerSettingsInput!) { result: updateCustomerSettings(input: $input) {
         settings { ${FIELDS} } userErrors { code path } } }`,
      { input: { customerId: alder, ...input } },
      caller,
    )
  ).result;
const read = async (caller: Caller = testCallers.agent) =>
  (
    await service.run<{ customer: { settings: Settings } | null }>(
      `query ($id: ID!) { customer(id: $id) { settings { ${FIELDS} } } }`,
      { id: alder },
      caller,
    )
  ).customer;

const DEFAULTS = {
  version: 0,
  language: null,
  firstDayOfWeek: 'MONDAY',
  notifications: ['INCIDENT', 'MAINTENANCE', 'SECURITY'],
  purchaseOrderRequired: false,
  purchaseOrder: null,
  billingContact: null,
  securityContact: null,
};

describe('the settings of a customer', () => {
  it('are the defaults until something is set', async () => {
    expect(await read()).toEqual({ settings: DEFAULTS });
  });

  it.each([
    [{ language: '!' }, 'INVALID', 'language'],
    [{ purchaseOrder: 'a\nb' }, 'INVALID', 'purchaseOrder'],
    [{ billingContactId: 'con_00000000000000000000000000' }, 'NOT_FOUND', 'billingContactId'],
    [{ expectedVersion: 1 }, 'CONFLICT', 'expectedVersion'],
    [{ customerId: 'cus_00000000000000000000000000' }, 'NOT_FOUND', 'customerId'],
  ])('are not set with %j', async (input, code, field) => {
    expect(await update({ expectedVersion: 0, ...input })).toEqual({
      settings: null,
      userErrors: [{ code, path: [field] }],
    });
    expect(await read()).toEqual({ settings: DEFAULTS });
  });

  it('name contacts of the customer itself alone', async () => {
    expect(await update({ expectedVersion: 0, securityContactId: foreign })).toMatchObject({
      userErrors: [{ code: 'INVALID', path: ['securityContactId'] }],
    });
  });

  it('are set by one of two who are first at the same moment, with history and an event without names', async () => {
    const answers = await Promise.all([
      update({
        expectedVersion: 0,
        language: 'de-de',
        billingContactId: own,
        purchaseOrder: 'PO-1',
        reason: 'asked',
      }),
      update({
        expectedVersion: 0,
        language: 'de-de',
        billingContactId: own,
        purchaseOrder: 'PO-1',
        reason: 'asked',
      }),
    ]);
    expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'done').sort()).toEqual([
      'CONFLICT',
      'done',
    ]);
    const set = {
      ...DEFAULTS,
      version: 1,
      language: 'de-DE',
      purchaseOrder: 'PO-1',
      billingContact: { name: 'Ann' },
    };
    expect(await read()).toEqual({ settings: set });
    const changed = await update({
      expectedVersion: 1,
      notifications: ['PRODUCT', 'INCIDENT', 'PRODUCT'],
      firstDayOfWeek: 'SUNDAY',
      purchaseOrder: null,
    });
    expect(changed.settings).toEqual({
      ...set,
      version: 2,
      notifications: ['INCIDENT', 'PRODUCT'],
      firstDayOfWeek: 'SUNDAY',
      purchaseOrder: null,
    });
    const { customer } = await service.run<{ customer: { settings: { history: { nodes: object[] } } } }>(
      `query ($id: ID!) { customer(id: $id) { settings { history(first: 5) { nodes { version reason fields { name } } } } } }`,
      { id: alder },
    );
    expect(customer.settings.history.nodes).toMatchObject([
      {
        version: 2,
        fields: [{ name: 'firstDayOfWeek' }, { name: 'notifications' }, { name: 'purchaseOrder' }],
      },
      { version: 1, reason: 'asked' },
    ]);
    const events = (await service.events()).filter(({ type }) =>
      type.startsWith('plimsoll.customer_settings.'),
    );
    expect(events.map(({ subject, version }) => [subject, version])).toEqual([
      [alder, 1],
      [alder, 2],
    ]);
    expect(JSON.stringify(events)).not.toContain('Ann');
  });

  it('are seen by whoever sees the customer, and set by staff alone', async () => {
    const [arbor, bosk] = [await idOf(service, 'partner', 'arbor'), await idOf(service, 'partner', 'bosk')];
    for (const caller of [testCallers.partner(arbor), testCallers.contact(alder), testCallers.executive]) {
      expect((await read(caller))?.settings.version).toBe(2);
      expect(await update({ expectedVersion: 2, language: 'fr' }, caller)).toMatchObject({
        userErrors: [{ code: 'NOT_FOUND' }],
      });
    }
    expect(await read(testCallers.partner(bosk))).toBeNull();
    expect((await read())?.settings.version).toBe(2);
  });

  it('cost the same statements for many customers as for one', async () => {
    const count = (first: number) =>
      service.countStatements(
        `{ customers(first: ${first}) { nodes { settings { billingContact { name } } } } }`,
      );
    await count(1);
    expect(await count(1)).toBe(await count(3));
  });
});
