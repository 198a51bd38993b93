import 'reflect-metadata';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;
beforeAll(() => loadAccounts(service));

interface Payload {
  contact: { id: string; version: number; email: string | null } | null;
  userErrors: { code: string; path: string[] }[];
}

async function mutate(
  mutation: 'createContact' | 'updateContact',
  input: object,
  caller?: Parameters<typeof run>[2],
): Promise<Payload> {
  const type = mutation === 'createContact' ? 'CreateContactInput' : 'UpdateContactInput';
  const { result } = await run<{ result: Payload }>(
    `mutation ($input: ${type}!) { result: ${mutation}(input: $input) {
       contact { id version name email phone designated locale customer { name } } userErrors { code path } } }`,
    { input },
    caller,
  );
  return result;
}

describe('a contact', () => {
  it('is created and changed by those who serve the customer, and tells others no name and no address', async () => {
    const customerId = await idOf(service, 'customer', 'alder');
    const input = {
      idempotencyKey: 'ada',
      customerId,
      name: ' Ada Byron ',
      email: 'ada@alder.example',
      phone: '+49 30 1234',
      locale: 'de-de',
    };
    const { contact } = await mutate('createContact', input, testCallers.agent);
    expect(contact).toEqual({
      id: expect.stringMatching(/^con_/) as string,
      version: 1,
      name: 'Ada Byron',
      email: 'ada@alder.example',
      phone: '+49 30 1234',
      designated: false,
      locale: 'de-DE',
      customer: { name: 'Alder Works' },
    });
    expect(await mutate('createContact', input, testCallers.agent)).toEqual({ contact, userErrors: [] });
    const id = contact?.id;
    const changed = await mutate('updateContact', { id, expectedVersion: 1, designated: true, phone: null });
    expect(changed.contact).toMatchObject({
      version: 2,
      designated: true,
      phone: null,
      email: 'ada@alder.example',
    });
    expect(await mutate('updateContact', { id, expectedVersion: 1, name: 'Stale' })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
    expect((await service.events()).filter(({ subject }) => subject === id)).toEqual(
      [1, 2].map((version) => ({
        type: `plimsoll.contact.${version === 1 ? 'created' : 'updated'}.v1`,
        subject: id,
        version,
        data: { id, externalId: null, source: null, customerId, designated: version === 2, active: true },
      })),
    );
  });

  it.each([
    [{ name: '' }, 'INVALID', 'name'],
    [{ email: 'nowhere' }, 'INVALID', 'email'],
    [{ phone: 'none' }, 'INVALID', 'phone'],
    [{ customerId: 'cus_00000000000000000000000000' }, 'NOT_FOUND', 'customerId'],
  ])('is refused with %j', async (more, code, field) => {
    const customerId = await idOf(service, 'customer', 'alder');
    const input = { idempotencyKey: `wrong ${field}`, customerId, name: 'Wrong', ...more };
    expect(await mutate('createContact', input)).toEqual({
      contact: null,
      userErrors: [{ code, path: [field] }],
    });
  });
});

describe('importing contacts', () => {
  it('takes the good rows and repeats without a change', async () => {
    const rows = [
      {
        external_id: 'k1',
        customer: 'birch',
        name: 'Grace',
        designated: 'true',
        email: 'grace@birch.example',
      },
      { external_id: 'k2', customer: 'birch', name: 'Alan' },
      { external_id: 'k3', customer: 'nobody', name: 'Lost' },
      { external_id: 'k4', customer: 'birch', name: 'Mail', email: 'no' },
      { external_id: 'k5', customer: 'birch', name: '' },
    ];
    const rejected = [
      [3, 'customer'],
      [4, 'email'],
      [5, 'name'],
    ];
    const first = await load('Contacts', rows);
    expect(first).toMatchObject({ created: 2, updated: 0, unchanged: 0 });
    expect(first.rejects.map(({ line, column }) => [line, column])).toEqual(rejected);
    const again = await load('Contacts', rows);
    expect(again).toMatchObject({ created: 0, updated: 0, unchanged: 2 });
    const { contacts, customerByCsi } = await run<
      Record<string, { nodes?: object[]; contacts?: { nodes: object[] } }>
    >(
      `{ contacts(filter: { search: "GRACE@", designated: true }) { nodes { name email } }
         customerByCsi(csi: "BIRCH002") { contacts(first: 1) { totalCount nodes { name designated } pageInfo { hasNextPage } } } }`,
    );
    expect(contacts?.nodes).toEqual([{ name: 'Grace', email: 'grace@birch.example' }]);
    expect(customerByCsi?.contacts).toEqual({
      totalCount: 2,
      nodes: [{ name: 'Alan', designated: false }],
      pageInfo: { hasNextPage: true },
    });
  });
});
