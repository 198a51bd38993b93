import 'reflect-metadata';
import { Consumer, newId, PostgresBus, type OutboxEvent } from '@plimsoll/shared';
import { emptyTestDatabase, testDatabase, testLogger } from '@plimsoll/shared/testing';
import { ticketsDatabase } from '../subgraph.js';
import { accountProjections } from './index.js';

describe('copies of what other services own', () => {
  const test = testDatabase({ ...ticketsDatabase, name: 'tickets' });
  const busDatabase = emptyTestDatabase('tickets_bus');

  const event = (type: string, subject: string, version: number, data: object): OutboxEvent => ({
    id: newId('evt'),
    time: '2026-03-01T00:00:00.000Z',
    type: `plimsoll.${type}.v1`,
    subject,
    version,
    data: { id: subject, externalId: subject, source: 'crm', ...data },
  });

  it('follow the events of each record, whatever order the nouns come in, and never go back', async () => {
    const bus = await PostgresBus.open({ url: busDatabase.url, logger: testLogger() });
    try {
      const consumer = new Consumer({
        database: test.database,
        bus,
        name: 'tickets',
        projections: accountProjections,
        logger: testLogger(),
      });
      await bus.publish('entitlements', [
        event('contact.created', 'con_1', 1, { customerId: 'cus_1' }),
        event('customer.created', 'cus_1', 1, { name: 'Old', partnerId: 'par_1' }),
        event('customer.updated', 'cus_1', 3, { name: 'New', partnerId: 'par_2' }),
        event('customer.updated', 'cus_1', 2, { name: 'Late', partnerId: 'par_1' }),
        event('plan.created', 'pln_1', 1, { name: 'Not copied' }),
        event('person.created', 'per_1', 1, {}),
      ]);
      await bus.publish('assets', [event('asset.created', 'ast_1', 1, { name: 'web', kind: 'service' })]);
      await consumer.drain();
      const copies = await test.database.transaction({ kind: 'SYSTEM' }, (tx) =>
        tx.query(
          `select 'customer' as noun, id, version, external_id as "externalId", name, partner_id as of from customer
           union all select 'contact', id, version, external_id, null, customer_id from contact
           union all select 'person', id, version, external_id, null, null from person
           union all select 'asset', id, version, external_id, name, kind from asset order by noun`,
        ),
      );
      expect(copies).toEqual([
        { noun: 'asset', id: 'ast_1', version: 1, externalId: 'ast_1', name: 'web', of: 'service' },
        { noun: 'contact', id: 'con_1', version: 1, externalId: 'con_1', name: null, of: 'cus_1' },
        { noun: 'customer', id: 'cus_1', version: 3, externalId: 'cus_1', name: 'New', of: 'par_2' },
        { noun: 'person', id: 'per_1', version: 1, externalId: 'per_1', name: null, of: null },
      ]);
      expect(await consumer.parked()).toEqual([]);
    } finally {
      await bus.close();
    }
  });
});
