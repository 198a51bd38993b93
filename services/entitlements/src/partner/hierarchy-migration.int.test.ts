import 'reflect-metadata';
import type { QueryRunner } from 'typeorm';
import { testDatabase } from '@plimsoll/shared/testing';
import { CreateAccounts1790000000010 } from '../database/create-accounts.migration.js';
import { SellThroughPartners1790000000050 } from '../database/sell-through-partners.migration.js';

describe('a database from before partners stood below partners', () => {
  const test = testDatabase({ name: 'entitlements', migrations: [CreateAccounts1790000000010] });

  const seenBy = async (partnerId: string) => {
    const rows = await test.database.transaction({ kind: 'PARTNER', partnerId }, (tx) =>
      tx.query<{ id: string }>('select id from partner union all select id from customer order by id'),
    );
    return rows.map(({ id }) => id);
  };

  it('keeps what each sees, and goes back again', async () => {
    const owner = await test.database.connect('test');
    try {
      const runner = {
        query: async (sql: string) => (await owner.query(sql)).rows,
      } as unknown as QueryRunner;
      await owner.query(`
        insert into partner (id, version, name) values ('par_a', 1, 'A'), ('par_b', 1, 'B');
        insert into customer (id, version, csi, name, partner_id, access_since, created_at)
        values ('cus_a', 1, 'CSI-A', 'A', 'par_a', now(), now()), ('cus_b', 1, 'CSI-B', 'B', 'par_b', now(), now()),
               ('cus_c', 1, 'CSI-C', 'C', null, now(), now());
      `);
      const migration = new SellThroughPartners1790000000050();
      await migration.up(runner);
      expect((await owner.query('select id, lineage from partner order by id')).rows).toEqual([
        { id: 'par_a', lineage: ['par_a'] },
        { id: 'par_b', lineage: ['par_b'] },
      ]);
      expect((await owner.query('select id, partner_ids from customer order by id')).rows).toEqual([
        { id: 'cus_a', partner_ids: ['par_a'] },
        { id: 'cus_b', partner_ids: ['par_b'] },
        { id: 'cus_c', partner_ids: [] },
      ]);
      expect(await seenBy('par_a')).toEqual(['cus_a', 'par_a']);

      // Below another, with the customers: seen from above, and in no other way.
      const below = `update customer set partner_ids = array['par_b', 'par_a'] where id = 'cus_b'`;
      await expect(owner.query(below)).rejects.toMatchObject({ constraint: 'customer_resellers' });
      await owner.query(
        `update partner set parent_id = 'par_a', lineage = array['par_b', 'par_a'] where id = 'par_b'`,
      );
      await owner.query(below);
      expect(await seenBy('par_a')).toEqual(['cus_a', 'cus_b', 'par_a', 'par_b']);
      expect(await seenBy('par_b')).toEqual(['cus_b', 'par_b']);
      await expect(
        owner.query(`update partner set parent_id = 'par_b' where id = 'par_b'`),
      ).rejects.toMatchObject({ code: '23514' });

      await migration.down(runner);
      expect(await seenBy('par_a')).toEqual(['cus_a', 'par_a']);
      await migration.up(runner);
      expect(await seenBy('par_b')).toEqual(['cus_b', 'par_b']);
    } finally {
      await owner.end();
    }
  });
});
