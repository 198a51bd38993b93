import 'reflect-metadata';
import { Consumer, PostgresBus, Relay } from '@plimsoll/shared';
import { emptyTestDatabase, testCallers, testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';
import { contactNumberProjection } from './call-routing.projection.js';

const service = accountService();
const busDatabase = emptyTestDatabase('call_routing_bus');
let bus: PostgresBus;
let relay: Relay;
let consumer: Consumer;

/** Lets what has been told arrive. */
const settle = async () => {
  await relay.drain();
  await consumer.drain();
};

beforeAll(async () => {
  const logger = testLogger();
  const { database } = service.test;
  bus = await PostgresBus.open({ url: busDatabase.url, logger });
  relay = new Relay({ database, bus, producer: 'entitlements', logger });
  const projections = [contactNumberProjection('entitlements')];
  consumer = new Consumer({ database, bus, name: 'call-routing', projections, logger });
  await loadAccounts(service);
  await service.load('Customers', [
    { external_id: 'alder', name: 'Alder Works', csi: 'ALD-ER-001', region: 'DE' },
    { external_id: 'birch', name: 'Birch Mills', csi: 'BIR-CH-002', locale: 'en-US' },
  ]);
  await service.load('Contacts', [
    { external_id: 'ann', customer: 'alder', name: 'Ann', phone: '030 901820' },
    { external_id: 'amy', customer: 'alder', name: 'Amy', phone: '+49 30 555 000', designated: 'true' },
    { external_id: 'bob', customer: 'birch', name: 'Bob', phone: '+49 30 555000' },
    { external_id: 'bea', customer: 'birch', name: 'Bea', phone: '(212) 555-0123' },
  ]);
  await service.load('Subscriptions', [
    { external_id: 'basic', customer: 'alder', plan: 'basic', kind: 'STANDARD', started_on: '2025-01-01' },
    {
      external_id: 'best',
      customer: 'alder',
      plan: 'enterprise',
      kind: 'STANDARD',
      started_on: '2026-01-01',
    },
  ]);
  await settle();
});
afterAll(() => bus.close());

const route = async (args: string, caller = testCallers.agent) =>
  (
    await service.run<{ routeCall: unknown }>(
      `{ routeCall(${args}) { id contact { name designated } customer { name supportLevel { name } access { active } }
         entitlement { agreement { name uptimeTarget } } otherCustomers { name } refusedBecause } }`,
      {},
      caller,
    )
  ).routeCall;

const ALDER = { name: 'Alder Works', supportLevel: { name: 'Premier support' }, access: { active: true } };

describe('a call', () => {
  it('comes from the contact of the number, however it is written, on the best entitlement', async () => {
    for (const phone of ['+4930901820', '0049 30 901820', '4930901820']) {
      expect(await route(`phone: "${phone}"`)).toEqual({
        id: expect.stringMatching(/^call_con_\w{26}\.cus_\w{26}\.ent_\w{26}$/) as string,
        contact: { name: 'Ann', designated: false },
        customer: ALDER,
        entitlement: { agreement: { name: 'Enterprise', uptimeTarget: '99.95' } },
        otherCustomers: [],
        refusedBecause: null,
      });
    }
    expect(await route('phone: "+12125550123"')).toMatchObject({
      contact: { name: 'Bea' },
      entitlement: null,
    });
  });

  it('comes from the customer of the CSI; the number decides the contact among its own', async () => {
    const others = [{ name: 'Birch Mills' }];
    expect(await route('phone: "+4930555000"')).toMatchObject({
      contact: { name: 'Amy' },
      otherCustomers: others,
    });
    expect(await route('phone: "+4930555000", csi: "birch002"')).toMatchObject({
      contact: { name: 'Bob' },
      customer: { name: 'Birch Mills' },
      otherCustomers: [{ name: 'Alder Works' }],
    });
    expect(await route('phone: "+4930901820", csi: "birch002"')).toMatchObject({
      contact: null,
      customer: { name: 'Birch Mills' },
    });
    expect(await route('csi: "ALD ER 001"')).toMatchObject({
      contact: null,
      customer: ALDER,
      refusedBecause: null,
    });
    expect(await route('phone: "030 901820", csi: "ALD ER 001"')).toMatchObject({ contact: { name: 'Ann' } });
  });

  it('is refused where nobody is found, or access is off', async () => {
    expect(await route('phone: "+4989000000"')).toEqual({
      id: 'call_-.-.-',
      contact: null,
      customer: null,
      entitlement: null,
      otherCustomers: [],
      refusedBecause: 'NOBODY_FOUND',
    });
    const id = await idOf(service, 'customer', 'birch');
    const { customer } = await service.run<{ customer: { version: number } }>(
      `{ customer(id: "${id}") { version } }`,
    );
    await service.run(
      `mutation { deactivateCustomer(input: { id: "${id}", expectedVersion: ${customer.version}, reason: "unpaid" }) { userErrors { code } } }`,
    );
    expect(await route('phone: "+12125550123"')).toMatchObject({
      customer: { name: 'Birch Mills', access: { active: false } },
      refusedBecause: 'ACCESS_OFF',
    });
  });

  it('is found by the number as it is now: changed, taken away, of a customer in another country', async () => {
    const contact = await idOf(service, 'contact', 'ann');
    const change = async (version: number, input: string) => {
      const { updateContact } = await service.run<{ updateContact: { userErrors: object[] } }>(
        `mutation { updateContact(input: { id: "${contact}", expectedVersion: ${version}, ${input} }) { userErrors { code } } }`,
      );
      expect(updateContact.userErrors).toEqual([]);
    };
    await change(1, 'phone: "01 234 567"');
    expect(await route('phone: "+4930901820"')).toMatchObject({ refusedBecause: 'NOBODY_FOUND' });
    await settle();
    expect(await route('phone: "+491234567"')).toMatchObject({ contact: { name: 'Ann' } });
    await service.load('Customers', [{ external_id: 'alder', name: 'Alder Works', region: 'AT' }]);
    await settle();
    expect(await route('phone: "+431234567"')).toMatchObject({ contact: { name: 'Ann' } });
    await change(2, 'phone: null');
    expect(await route('phone: "+431234567"')).toMatchObject({ refusedBecause: 'NOBODY_FOUND' });
    const events = JSON.stringify(await service.events());
    for (const number of ['901820', '1234567', '+43', '234 567']) expect(events).not.toContain(number);
  });

  it('is told staff alone, also by reference', async () => {
    const alder = await idOf(service, 'customer', 'alder');
    const asked = (await route('csi: "ALDER001"')) as { id: string };
    const arbor = await idOf(service, 'partner', 'arbor');
    for (const caller of [
      testCallers.partner(arbor),
      testCallers.contact(alder),
      testCallers.analyst,
      testCallers.nobody,
    ]) {
      expect(await route('csi: "ALDER001"', caller)).toBeNull();
      expect(await route('phone: "+4930555000"', caller)).toBeNull();
    }
    const reference = async (id: string, caller = testCallers.agent) =>
      (
        await service.run<{ _entities: unknown[] }>(
          `query ($r: [_Any!]!) { _entities(representations: $r) { ... on CallRouting { id customer { name } refusedBecause } } }`,
          { r: [{ __typename: 'CallRouting', id }] },
          caller,
        )
      )._entities;
    expect(await reference(asked.id)).toEqual([
      { id: asked.id, customer: { name: 'Alder Works' }, refusedBecause: null },
    ]);
    expect(await reference('call_nonsense')).toEqual([null]);
    expect(await reference(asked.id, testCallers.contact(alder))).toEqual([null]);
  });

  it('comes from nobody where the number is withheld and no CSI is named, nor from a contact who is switched off', async () => {
    const { routeCall } = await service.run<{ routeCall: object }>(
      '{ routeCall { refusedBecause } }',
      {},
      testCallers.agent,
    );
    expect(routeCall).toEqual({ refusedBecause: 'NOBODY_FOUND' });
    await service.test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
      tx.query(`update contact set active = false where external_id in ('amy', 'bob')`),
    );
    expect(await route('phone: "+4930555000"')).toMatchObject({ refusedBecause: 'NOBODY_FOUND' });
  });

  it('is found by the index among many', async () => {
    const plan = await service.test.database.transaction({ kind: 'STAFF' }, async (tx) => {
      await tx.query(
        `insert into contact (id, version, customer_id, name, phone)
         select 'con_many' || n, 1, c.id, 'n', '0' from generate_series(1, 5000) n, customer c where c.external_id = 'cedar'`,
      );
      await tx.query(
        `insert into contact_number select 'con_many' || n, '+4940' || n from generate_series(1, 5000) n`,
      );
      await tx.query('set local enable_seqscan = on');
      const rows = await tx.query<{ 'QUERY PLAN': string }>(
        `explain select k.id from contact_number n join contact k on k.id = n.contact_id
           join customer c on c.id = k.customer_id where n.e164 = any(array['+49404711'])`,
      );
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toContain('contact_number_e164_idx');
    expect(plan).not.toMatch(/Seq Scan on (contact|contact_number)/);
  });
});
