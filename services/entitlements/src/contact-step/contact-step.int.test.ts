import 'reflect-metadata';
import type { Principal } from '@plimsoll/shared';
import { testCallers } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';

const service = accountService();
const { load, run } = service;
const ids: Record<string, string> = {};

interface Shown {
  id: string;
  version: number;
  designated: boolean;
  active: boolean;
}
interface Answer {
  contact: Shown | null;
  userErrors: { code: string; path: string[] }[];
}

const FIELDS = 'id version designated active';

async function step(
  mutation: string,
  who: string,
  more: Record<string, unknown> = {},
  caller?: Principal,
): Promise<Answer> {
  const type =
    mutation === 'undesignateContact'
      ? 'DesignateContact'
      : mutation.charAt(0).toUpperCase() + mutation.slice(1);
  const { version } = await read(who);
  const { result } = await run<{ result: Answer }>(
    `mutation ($input: ${type}Input!) { result: ${mutation}(input: $input) { contact { ${FIELDS} } userErrors { code path } } }`,
    { input: { id: ids[who], expectedVersion: version, ...more } },
    caller,
  );
  return result;
}
async function read(who: string): Promise<Shown> {
  const { contact } = await run<{ contact: Shown }>(`query ($id: ID!) { contact(id: $id) { ${FIELDS} } }`, {
    id: ids[who],
  });
  return contact;
}
async function replace(from: string, by: string, caller?: Principal) {
  const [{ version: expectedVersion }, { version: replacementExpectedVersion }] = [
    await read(from),
    await read(by),
  ];
  const { result } = await run<{ result: { userErrors: { code: string; path: string[] }[] } }>(
    `mutation ($input: ReplaceDesignatedContactInput!) { result: replaceDesignatedContact(input: $input) {
       replaced { designated } replacement { designated } userErrors { code path } } }`,
    {
      input: {
        id: ids[from],
        expectedVersion,
        replacementId: ids[by],
        replacementExpectedVersion,
        reason: 'handed over',
      },
    },
    caller,
  );
  return result;
}
const contactCaller = (who: string, customer = 'alder'): Principal => ({
  ...testCallers.contact(ids[customer] ?? ''),
  contactId: ids[who] ?? '',
});

beforeAll(async () => {
  await loadAccounts(service);
  const contact = (external_id: string, customer: string, designated = '') => ({
    external_id,
    customer,
    name: external_id,
    designated,
  });
  const names = ['ada', 'ben', 'cleo', 'dan'];
  await load('Contacts', [
    contact('ada', 'alder', 'true'),
    ...names.slice(1).map((name) => contact(name, 'alder')),
    contact('eve', 'birch', 'true'),
  ]);
  for (const name of [...names, 'eve']) ids[name] = await idOf(service, 'contact', name);
  for (const name of ['alder', 'birch']) ids[name] = await idOf(service, 'customer', name);
  for (const name of ['arbor', 'bosk']) ids[name] = await idOf(service, 'partner', name);
  await load('SupportLevels', [
    { external_id: 'two', name: 'Two by name', agreement: 'sla-2', designated_contacts: '2' },
  ]);
  await load('Entitlements', [
    {
      customer: 'alder',
      product: 'orders',
      agreement: 'sla-2',
      support_level: 'two',
      valid_from: '2026-01-01',
    },
  ]);
});

describe('designating a contact', () => {
  it('is bounded by the support level in force, whichever way it is asked for', async () => {
    expect(await step('designateContact', 'ben', { reason: 'second' })).toMatchObject({
      contact: { designated: true, version: 2 },
      userErrors: [],
    });
    const refused = { contact: null, userErrors: [{ code: 'DESIGNATED_MAXIMUM', path: ['id'] }] };
    const events = (await service.events()).length;
    expect(await step('designateContact', 'cleo')).toEqual(refused);
    expect(await step('updateContact', 'cleo', { designated: true })).toMatchObject({
      userErrors: [{ code: 'DESIGNATED_MAXIMUM', path: ['designated'] }],
    });
    const { createContact } = await run<{ createContact: Answer }>(
      `mutation ($input: CreateContactInput!) { createContact(input: $input) { contact { id } userErrors { code path } } }`,
      { input: { idempotencyKey: 'fay', customerId: ids['alder'], name: 'Fay', designated: true } },
    );
    expect(createContact).toEqual({
      contact: null,
      userErrors: [{ code: 'DESIGNATED_MAXIMUM', path: ['designated'] }],
    });
    expect((await service.events()).length).toBe(events);
    // One that is designated stays so.
    expect(await step('designateContact', 'ada')).toMatchObject({
      contact: { designated: true, version: 1 },
    });
    expect(await step('undesignateContact', 'ben')).toMatchObject({ contact: { designated: false } });
    expect(await step('designateContact', 'cleo')).toMatchObject({ contact: { designated: true } });
  });

  it('is not overdone by callers at the same moment', async () => {
    await step('undesignateContact', 'cleo');
    const answers = await Promise.all(['ben', 'cleo', 'dan'].map((who) => step('designateContact', who)));
    expect(answers.map(({ userErrors }) => userErrors[0]?.code ?? 'DONE').toSorted()).toEqual([
      'DESIGNATED_MAXIMUM',
      'DESIGNATED_MAXIMUM',
      'DONE',
    ]);
    for (const who of ['ben', 'cleo', 'dan']) await step('undesignateContact', who);
  });

  it('is handed from one to another, both or neither', async () => {
    expect(await replace('ada', 'ben')).toEqual({
      replaced: { designated: false },
      replacement: { designated: true },
      userErrors: [],
    });
    const events = (await service.events()).slice(-2).map(({ type, data }) => [type, data['designated']]);
    expect(events).toEqual([
      ['plimsoll.contact.updated.v1', false],
      ['plimsoll.contact.updated.v1', true],
    ]);
    expect((await replace('ada', 'cleo')).userErrors).toMatchObject([{ code: 'INVALID', path: ['id'] }]);
    expect((await replace('ben', 'ben')).userErrors).not.toEqual([]);
    expect((await replace('ben', 'eve')).userErrors).toMatchObject([
      { code: 'OTHER_CUSTOMER', path: ['replacementId'] },
    ]);
    await step('deactivateContact', 'dan', { reason: 'left' });
    expect((await replace('ben', 'dan')).userErrors).toMatchObject([
      { code: 'CONTACT_INACTIVE', path: ['replacementId'] },
    ]);
    expect(await read('ben')).toMatchObject({ designated: true });
  });

  it("is for staff, the customer's resellers and its own designated contacts", async () => {
    const refused = { contact: null, userErrors: [{ code: 'NOT_FOUND' }] };
    const others = [
      contactCaller('cleo'),
      contactCaller('dan'),
      contactCaller('eve', 'birch'),
      testCallers.contact(ids['alder'] ?? ''),
      { ...contactCaller('eve'), contactId: ids['eve'] ?? '' },
      testCallers.partner(ids['bosk'] ?? ''),
      testCallers.executive,
      testCallers.analyst,
      { ...testCallers.partner(ids['arbor'] ?? ''), keyScopes: ['READ' as const] },
    ];
    const before = (await service.events()).length;
    for (const caller of others.slice(0, -1)) {
      expect(await step('designateContact', 'cleo', {}, caller)).toMatchObject(refused);
    }
    expect(await step('designateContact', 'cleo', {}, others.at(-1))).toMatchObject({
      userErrors: [{ code: 'FORBIDDEN' }],
    });
    expect((await service.events()).length).toBe(before);
    for (const caller of [contactCaller('ben'), testCallers.partner(ids['arbor'] ?? ''), testCallers.agent]) {
      expect(await step('designateContact', 'cleo', {}, caller)).toMatchObject({
        contact: { designated: true },
      });
      expect(await step('undesignateContact', 'cleo', {}, caller)).toMatchObject({
        contact: { designated: false },
      });
    }
  });
});

describe('deactivating a contact', () => {
  it('takes the designation away, keeps the reason, and is undone', async () => {
    await step('activateContact', 'dan');
    await step('designateContact', 'dan');
    expect(
      await step('deactivateContact', 'dan', { reason: 'on leave' }, contactCaller('ben')),
    ).toMatchObject({
      contact: { active: false, designated: false },
    });
    expect((await service.events()).at(-1)).toMatchObject({
      type: 'plimsoll.contact.updated.v1',
      data: { id: ids['dan'], customerId: ids['alder'], active: false, designated: false },
    });
    const { contact } = await run<{ contact: { history: object } }>(
      'query ($id: ID!) { contact(id: $id) { history(first: 1) { nodes { reason } } } }',
      { id: ids['dan'] },
    );
    expect(contact.history).toEqual({ nodes: [{ reason: 'on leave' }] });
    expect(await step('designateContact', 'dan')).toMatchObject({
      userErrors: [{ code: 'CONTACT_INACTIVE', path: ['id'] }],
    });
    // Who is inactive changes nothing, not even itself.
    expect(await step('activateContact', 'dan', {}, contactCaller('dan'))).toMatchObject({
      userErrors: [{ code: 'NOT_FOUND' }],
    });
    const count = async (active: boolean) =>
      run(
        'query ($c: ID!, $a: Boolean!) { contacts(filter: { customerId: $c, active: $a }) { totalCount } }',
        {
          c: ids['alder'],
          a: active,
        },
      );
    expect(await count(false)).toEqual({ contacts: { totalCount: 1 } });
    expect(await step('activateContact', 'dan')).toMatchObject({
      contact: { active: true, designated: false },
    });
    expect(await count(false)).toEqual({ contacts: { totalCount: 0 } });
    expect(await step('activateContact', 'dan', { expectedVersion: 1 })).toMatchObject({
      userErrors: [{ code: 'CONFLICT' }],
    });
  });

  it('keeps the contact from signing in, as the gateway alone is told', async () => {
    const maySignIn = (who: string, caller: Principal) =>
      service.execute('query ($id: ID!) { contactMaySignIn(id: $id) }', { id: ids[who] ?? who }, caller);
    const gateway: Principal = { subject: 'gateway', roles: [], gateway: true };
    expect((await maySignIn('dan', gateway)).data).toEqual({ contactMaySignIn: true });
    expect((await maySignIn('con_unknown', gateway)).data).toEqual({ contactMaySignIn: true });
    await step('deactivateContact', 'dan', { reason: 'left' });
    expect((await maySignIn('dan', gateway)).data).toEqual({ contactMaySignIn: false });
    for (const caller of [testCallers.admin, contactCaller('ben'), testCallers.nobody]) {
      expect((await maySignIn('dan', caller)).errors?.[0]?.extensions).toMatchObject({ code: 'NOT_FOUND' });
    }
    await step('activateContact', 'dan');
  });
});
