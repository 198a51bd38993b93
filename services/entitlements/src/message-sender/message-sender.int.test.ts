import 'reflect-metadata';
import { Consumer, PostgresBus, Relay, type Principal } from '@plimsoll/shared';
import { emptyTestDatabase, testCallers, testLogger } from '@plimsoll/shared/testing';
import { accountService, idOf, loadAccounts } from '../account.fixture.js';
import { contactNumberProjection } from '../call-routing/index.js';

const service = accountService();
const busDatabase = emptyTestDatabase('message_sender_bus');
const GATEWAY: Principal = { subject: 'webhook:email', roles: [], gateway: true };

interface Sender {
  contactIds: string[];
  customerId: string | null;
}

const ask = (attempt: object, caller = GATEWAY) =>
  service
    .run<{ messageSender: Sender }>(
      'query ($attempt: MessageSenderAttempt!) { messageSender(attempt: $attempt) { contactIds customerId } }',
      { attempt },
      caller,
    )
    .then(({ messageSender }) => messageSender);

describe('the sender of a message', () => {
  const contacts: Record<string, string> = {};

  beforeAll(async () => {
    await loadAccounts(service);
    await service.load('Customers', [
      { external_id: 'alder', name: 'Alder Works', csi: 'ALD-ER-001', region: 'DE' },
    ]);
    await service.load('Contacts', [
      { external_id: 'ann', customer: 'alder', name: 'Ann', email: 'Ann@Alder.example', phone: '030 901820' },
      { external_id: 'amy', customer: 'alder', name: 'Amy', email: 'both@example.com', designated: 'true' },
      { external_id: 'bob', customer: 'birch', name: 'Bob', email: 'BOTH@example.com' },
    ]);
    for (const name of ['ann', 'amy', 'bob']) contacts[name] = await idOf(service, 'contact', name);
    const logger = testLogger();
    const { database } = service.test;
    const bus = await PostgresBus.open({ url: busDatabase.url, logger });
    const relay = new Relay({ database, bus, producer: 'entitlements', logger });
    const projections = [contactNumberProjection('entitlements')];
    const consumer = new Consumer({ database, bus, name: 'call-routing', projections, logger });
    await relay.drain();
    await consumer.drain();
    await bus.close();
  });

  it('is found by mail address, number and support identifier', async () => {
    const customerId = await idOf(service, 'customer', 'alder');
    expect(await ask({ email: ' ann@ALDER.example ' })).toEqual({
      contactIds: [contacts['ann']],
      customerId: null,
    });
    expect(await ask({ email: 'both@example.com' })).toEqual({
      contactIds: [contacts['amy'], contacts['bob']],
      customerId: null,
    });
    expect(await ask({ phone: '+4930901820' })).toEqual({ contactIds: [contacts['ann']], customerId: null });
    expect(await ask({ phone: '030901820', csi: 'alder001' })).toEqual({
      contactIds: [contacts['ann']],
      customerId,
    });
  });

  it('is nobody where nothing is known', async () => {
    for (const attempt of [
      {},
      { email: 'nobody@alder.example' },
      { email: '%@alder.example' },
      { email: 'no address' },
      { email: `${'x'.repeat(300)}@example.com` },
      { phone: '112' },
      { phone: 'anonymous' },
      { csi: 'nothing' },
    ]) {
      expect(await ask(attempt)).toEqual({ contactIds: [], customerId: null });
    }
  });

  it('is told to the gateway alone', async () => {
    for (const caller of [testCallers.admin, testCallers.agent, testCallers.nobody]) {
      await expect(ask({ email: 'ann@alder.example' }, caller)).rejects.toThrow(
        'There is nothing here for you',
      );
    }
  });

  it('is not a contact that was deactivated', async () => {
    const { contact } = await service.run<{ contact: { version: number } }>(
      'query ($id: ID!) { contact(id: $id) { version } }',
      { id: contacts['ann'] },
    );
    await service.run(
      'mutation ($input: DeactivateContactInput!) { deactivateContact(input: $input) { userErrors { message } } }',
      { input: { id: contacts['ann'], expectedVersion: contact.version, reason: 'left' } },
    );
    expect(await ask({ email: 'ann@alder.example' })).toEqual({ contactIds: [], customerId: null });
  });
});
