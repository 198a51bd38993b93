import type { MigrationInterface, QueryRunner } from 'typeorm';
import { emptyTestDatabase, testDatabase, testLogger } from '../testing/index.js';
import { Database } from './database.js';
import type { MigrationClass } from './mechanism.migration.js';
import { describeSchema } from './schema-description.js';

class Slow1700000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(
      'create table slow (id integer generated always as identity, label text default $$x$$)',
    );
    await runner.query('select pg_sleep(0.2)');
    await runner.query('insert into slow default values');
  }
  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table slow');
  }
}

class Failing1700000000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create table half (id integer)');
    await runner.query('select 1/0');
  }
  async down(): Promise<void> {}
}

const SYSTEM = { kind: 'SYSTEM' } as const;
const fresh = emptyTestDatabase('migrate');
const clone = testDatabase({ name: 'migrate_clone_test', migrations: [Slow1700000000001] });
const open = (migrations: MigrationClass[]) =>
  Database.open({ service: 'migrate_test', url: fresh.url, migrations, logger: testLogger() });

describe('migrating', () => {
  it('happens once when two replicas start together', async () => {
    const replicas = await Promise.all([open([Slow1700000000001]), open([Slow1700000000001])]);
    const [first] = replicas;
    expect(await first.transaction(SYSTEM, (tx) => tx.query('select * from slow'))).toEqual([
      { id: 1, label: 'x' },
    ]);
    await Promise.all(replicas.map((replica) => replica.close()));
  });

  it('leaves nothing of a migration that fails, and goes on from there', async () => {
    await expect(open([Slow1700000000001, Failing1700000000002])).rejects.toThrow('division by zero');
    const database = await open([Slow1700000000001]);
    expect(
      await database.transaction(SYSTEM, (tx) => tx.query(`select to_regclass('half') as half`)),
    ).toEqual([{ half: null }]);
    await database.close();
  });

  it('refuses a database that a newer version has migrated', async () => {
    await expect(open([])).rejects.toMatchObject({
      code: 'DATA_NEWER_THAN_CODE',
      message: expect.stringContaining('Slow1700000000001'),
    });
  });

  it('says that the server cannot be reached', async () => {
    const nowhere = Database.open({
      service: 'x',
      url: 'postgres://x:x@127.0.0.1:1/x',
      logger: testLogger(),
    });
    await expect(nowhere).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
  });
});

describe('the description of the schema', () => {
  it('is the same text whenever the migrations are the same', async () => {
    const database = await open([Slow1700000000001]);
    const [here, cloned] = [await describeSchema(database), await describeSchema(clone.database)];
    await database.close();
    expect(here).toBe(cloned.replaceAll('plimsoll_migrate_clone_test', 'plimsoll_migrate_test'));
    expect(here).toContain(`create table slow (
  id integer generated always as identity not null,
  label text default 'x'::text
);`);
    expect(here).toContain(
      'create policy history_read on history as permissive for select to public using (( SELECT viewer_sees_all() AS viewer_sees_all));',
    );
    expect(here).toContain('grant select on history to plimsoll_migrate_test;');
    expect(here).toContain('alter table history owner to plimsoll_audit;');
    expect(here).toContain(
      'grant insert (at, action, code, subject, actor_id, record_ids, request_id) on denied_attempt',
    );
    expect(here).toContain('create table idempotency_record (');
    expect(here).not.toContain('schema_migration');
    expect(here).not.toMatch(/[ \t]$/m);
  });
});
