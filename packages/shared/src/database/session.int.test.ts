import type { MigrationInterface, QueryRunner } from 'typeorm';
import { countStatements, testDatabase } from '../testing/index.js';

class Notes1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table note (id text primary key, partner_id text, customer_id text, body text not null);
      alter table note enable row level security;
      create policy note_scope on note using (
        (select viewer_sees_all())
        or partner_id = (select viewer_partner())
        or customer_id = (select viewer_customer())
      );
    `);
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table note');
  }
}

const test = testDatabase({ name: 'session_test', migrations: [Notes1700000000001] });
const SYSTEM = { kind: 'SYSTEM' } as const;

const idsSeenBy = async (scope: Parameters<typeof test.database.session>[0]) => {
  const session = test.database.session(scope);
  try {
    return (await session.query<{ id: string }>('select id from note order by id')).map((row) => row.id);
  } finally {
    await session.release();
  }
};

beforeAll(async () => {
  await test.database.transaction(SYSTEM, async (tx) => {
    await tx.query(
      `insert into note values ('a', 'par_1', 'cus_1', 'x'), ('b', 'par_2', 'cus_2', 'x'), ('c', null, 'cus_3', 'x')`,
    );
  });
});

describe('a session', () => {
  it('shows each scope its own rows', async () => {
    expect(await idsSeenBy(SYSTEM)).toEqual(['a', 'b', 'c']);
    expect(await idsSeenBy({ kind: 'STAFF' })).toEqual(['a', 'b', 'c']);
    expect(await idsSeenBy({ kind: 'ANALYST' })).toEqual([]);
    expect(await idsSeenBy({ kind: 'PARTNER', partnerId: 'par_1' })).toEqual(['a']);
    expect(await idsSeenBy({ kind: 'CONTACT', customerId: 'cus_2' })).toEqual(['b']);
    expect(await idsSeenBy({ kind: 'NOBODY' })).toEqual([]);
  });

  it('sends BEGIN, the statement and COMMIT, and the scope only when it changes', async () => {
    const write = () =>
      test.database.transaction(SYSTEM, (tx) => tx.query(`update note set body = 'y' where id = 'a'`));
    await write();
    expect(await countStatements(test.database, write)).toBe(3);
    expect(await countStatements(test.database, () => idsSeenBy({ kind: 'NOBODY' }))).toBe(2);
  });
});
