import 'reflect-metadata';
import type { QueryRunner } from 'typeorm';
import type { BusEvent, Scope } from '@plimsoll/shared';
import { testDatabase } from '@plimsoll/shared/testing';
import { ShowCustomersToResellers1790000000250 } from '../database/account/show-customers-to-resellers.migration.js';
import { analyticsDatabase } from '../subgraph.js';
import { accountHandlers } from './index.js';

const test = testDatabase({ ...analyticsDatabase, name: 'analytics' });

const customer = (id: string, version: number, data: object): BusEvent => ({
  id: `evt_${id}_${version}`,
  producer: 'entitlements',
  position: version,
  time: '2026-03-01T00:00:00.000Z',
  type: `plimsoll.customer.${version === 1 ? 'created' : 'updated'}.v1`,
  subject: id,
  version,
  data: { id, externalId: null, source: null, name: id, timeZone: 'UTC', active: true, ...data },
});

async function keep(...events: BusEvent[]): Promise<void> {
  for (const event of events) {
    await test.database.transaction({ kind: 'SYSTEM' }, async (tx) => {
      await accountHandlers[event.type]?.(tx, [event]);
    });
  }
}

async function seenBy(partnerId: string): Promise<string[]> {
  const scope: Scope = { kind: 'PARTNER', partnerId };
  const seen = await test.database.transaction(scope, (tx) =>
    tx.query<{ id: string }>('select customer_id as id from service_account order by 1'),
  );
  const copies = await test.database.transaction(scope, (tx) =>
    tx.query<{ id: string }>('select id from customer order by 1'),
  );
  expect(copies).toEqual(seen);
  return seen.map(({ id }) => id);
}

describe("the copy of a reseller's customer", () => {
  it('is seen by those above, and by nobody beside or below', async () => {
    await keep(
      customer('cus_a', 1, { partnerId: 'par_a', partnerIds: ['par_a'] }),
      customer('cus_b', 1, { partnerId: 'par_b', partnerIds: ['par_b'] }),
      customer('cus_c', 1, { partnerId: 'par_c', partnerIds: ['par_c', 'par_a'] }),
      customer('cus_direct', 1, { partnerId: null, partnerIds: [] }),
    );
    expect(await seenBy('par_a')).toEqual(['cus_a', 'cus_c']);
    expect(await seenBy('par_b')).toEqual(['cus_b']);
    expect(await seenBy('par_c')).toEqual(['cus_c']);
    // The reseller is moved below another; what was said before comes late and changes nothing.
    await keep(
      customer('cus_c', 3, { partnerId: 'par_c', partnerIds: ['par_c', 'par_b'] }),
      customer('cus_c', 2, { partnerId: 'par_c', partnerIds: ['par_c', 'par_a'] }),
    );
    expect(await seenBy('par_a')).toEqual(['cus_a']);
    expect(await seenBy('par_b')).toEqual(['cus_b', 'cus_c']);
    expect(await seenBy('par_c')).toEqual(['cus_c']);
  });

  it('is seen by its reseller where it was told of that one alone, before or after the migration', async () => {
    await keep(customer('cus_old', 1, { partnerId: 'par_d' }));
    expect(await seenBy('par_d')).toEqual(['cus_old']);
    const owner = await test.database.connect('test');
    try {
      const runner = {
        query: async (sql: string) => (await owner.query(sql)).rows,
      } as unknown as QueryRunner;
      const migration = new ShowCustomersToResellers1790000000250();
      await migration.down(runner);
      expect(await seenBy('par_b')).toEqual(['cus_b']);
      await migration.up(runner);
    } finally {
      await owner.end();
    }
    expect(await seenBy('par_d')).toEqual(['cus_old']);
    expect(await seenBy('par_c')).toEqual(['cus_c']);
    await keep(customer('cus_c', 4, { partnerId: 'par_c', partnerIds: ['par_c', 'par_b'] }));
    expect(await seenBy('par_b')).toEqual(['cus_b', 'cus_c']);
  });
});
