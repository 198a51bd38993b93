import { setTimeout as sleep } from 'node:timers/promises';
import fc from 'fast-check';
import pg from 'pg';
import { Database, mechanismMigrations, sqlStateOf } from '../database/index.js';
import { migrate } from '../database/migrate.js';
import { recordHistory } from '../history/index.js';
import { emptyTestDatabase, testDatabase, testLogger } from '../testing/index.js';
import { listAuditEntries } from './audit-entry.store.js';
import { AuditSealer, sealAuditLog } from './audit-sealer.js';
import { verifyAuditLog, verifyAuditLogAt } from './audit-verification.js';
import { idsWithin, recordDeniedAttempt } from './denied-attempt.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const test = testDatabase({ name: 'audit_test' });

let nextRecord = 0;

/** Records so many changes in one transaction, which waits for `hold` before it commits. */
function change(database: Database, entries: number, hold: Promise<unknown> = Promise.resolve()) {
  return database.transaction(SYSTEM, async (tx) => {
    nextRecord += 1;
    const recordId = `cus_${nextRecord}`;
    await recordHistory(
      tx,
      Array.from({ length: entries }, (_, index) => ({
        recordType: 'customer',
        recordId,
        version: index + 1,
        author: { actorId: 'per_1', subject: 'ada', reason: 'asked for' },
        fields: [{ name: 'name', before: index, after: index + 1 }],
      })),
    );
    await hold;
  });
}

async function verify(knownHash?: string) {
  const session = test.database.session(SYSTEM);
  try {
    return await verifyAuditLog(session, knownHash);
  } finally {
    await session.release();
  }
}

async function asSuperuser(sql: string, params: unknown[] = []): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: test.url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql, params)).rows;
  } finally {
    await client.end();
  }
}

/** What `sql` does to the verification while it is in force; undone afterwards by `undo`. */
async function tampered(sql: string, undo: string) {
  await asSuperuser(sql);
  const found = await verify();
  await asSuperuser(undo);
  expect((await verify()).intact).toBe(true);
  return found;
}

/** Seals once everything committed may be: other databases of the server have transactions open as well. */
async function sealAll(): Promise<number> {
  for (;;) {
    const [row] = await asSuperuser(
      `select coalesce(bool_and(xid < pg_snapshot_xmin(pg_current_snapshot())), true) as ended
         from (select xid from history union all select xid from denied_attempt) as entry`,
    );
    if (row?.['ended'] === true) return sealAuditLog(test.database);
    await sleep(10);
  }
}

async function denied(action: string, recordIds: string[] = []) {
  const session = test.database.session({ kind: 'NOBODY' });
  try {
    await recordDeniedAttempt(session, {
      action,
      code: 'NOT_FOUND',
      subject: 'eve',
      actorId: null,
      recordIds,
      requestId: 'r-9',
    });
  } finally {
    await session.release();
  }
}

describe('the audit log', () => {
  beforeAll(async () => {
    await change(test.database, 3);
    await denied('updateCustomer', ['cus_1']);
    expect(await sealAll()).toBe(4);
    await change(test.database, 2);
    expect(await sealAll()).toBe(2);
    await change(test.database, 1);
  });

  it('agrees with its seals, and says what no seal covers yet', async () => {
    const found = await verify();
    expect(found).toMatchObject({
      intact: true,
      seals: 2,
      sealedEntries: 6,
      unsealedEntries: 1,
      oldestUnsealedAt: expect.any(Date) as Date,
      latestSeal: { number: 2, hash: expect.stringMatching(/^[0-9a-f]{64}$/) as string },
      firstFault: null,
    });
    expect((await verify(found.latestSeal?.hash)).intact).toBe(true);
    expect(await verifyAuditLogAt(test.url, 'audit_test', found.latestSeal?.hash)).toEqual(found);
    expect((await verify('00')).firstFault).toEqual({
      seal: null,
      sealedAt: null,
      fault: 'KNOWN_HASH_MISSING',
    });
  });

  it('shows a sealed entry that a superuser has changed, removed, or put into the past', async () => {
    const first = `record_id = 'cus_1' and version = 2`;
    const changed = await tampered(
      `update history set reason = 'another' where ${first}`,
      `update history set reason = 'asked for' where ${first}`,
    );
    expect(changed).toMatchObject({
      intact: false,
      sealedEntries: 0,
      firstFault: { seal: 1, fault: 'ENTRY_CHANGED' },
    });

    await asSuperuser(`create table kept as select * from history where record_id = 'cus_2' and version = 1`);
    const removed = await tampered(
      `delete from history where record_id = 'cus_2' and version = 1`,
      'insert into history select * from kept',
    );
    expect(removed).toMatchObject({
      sealedEntries: 4,
      firstFault: { seal: 2, fault: 'ENTRIES_ADDED_OR_REMOVED' },
    });

    const inserted = await tampered(
      `insert into history (record_type, record_id, version, at, fields, xid)
       select 'customer', 'cus_forged', 1, at, '[]', xid from history where record_id = 'cus_1' and version = 1`,
      `delete from history where record_id = 'cus_forged'`,
    );
    expect(inserted.firstFault).toMatchObject({ seal: 1, fault: 'ENTRIES_ADDED_OR_REMOVED' });

    const attempt = await tampered(
      `update denied_attempt set subject = 'bob'`,
      `update denied_attempt set subject = 'eve'`,
    );
    expect(attempt.firstFault).toMatchObject({ seal: 1, fault: 'ENTRY_CHANGED' });
  });

  it('shows a seal that was changed, removed or written anew', async () => {
    const { latestSeal } = await verify();
    const changed = await tampered(
      `update audit_seal set sealed_at = sealed_at - interval '1 day' where number = 1`,
      `update audit_seal set sealed_at = sealed_at + interval '1 day' where number = 1`,
    );
    expect(changed.firstFault).toMatchObject({ seal: 1, fault: 'SEAL_CHANGED' });
    await asSuperuser('create table seal_kept as select * from audit_seal');
    const removed = await tampered(
      'delete from audit_seal where number = 1',
      'insert into audit_seal select * from seal_kept where number = 1',
    );
    expect(removed.firstFault).toMatchObject({ seal: 2, fault: 'CHAIN_BROKEN' });
    // The whole chain anew, over a log without one entry: only a hash noted elsewhere tells.
    await asSuperuser(`delete from audit_seal`);
    await asSuperuser(`delete from history where record_id = 'cus_2' and version = 1`);
    await sealAll();
    expect((await verify()).intact).toBe(true);
    expect((await verify(latestSeal?.hash)).firstFault?.fault).toBe('KNOWN_HASH_MISSING');
    await asSuperuser('insert into history select * from kept; delete from audit_seal');
    await asSuperuser('insert into audit_seal select * from seal_kept');
    expect((await verify(latestSeal?.hash)).intact).toBe(true);
  });

  it('can be read and appended to by the service, and nothing else', async () => {
    const refused = [
      `update history set reason = 'x'`,
      'delete from history',
      'truncate history',
      'truncate denied_attempt',
      'truncate audit_seal',
      `update denied_attempt set subject = 'x'`,
      'delete from denied_attempt',
      `insert into audit_seal select 99, now(), '0', '1', 0, '', '', ''`,
      'update audit_seal set entries = 0',
      'delete from audit_seal',
      `insert into history (record_type, record_id, version, at, fields, xid) values ('a', 'b', 1, now(), '[]', '5')`,
      `insert into denied_attempt (action, code, subject, record_ids, seq) values ('a', 'b', 'c', '{}', 1)`,
      'create trigger t before insert on history for each row execute function outbox_notify()',
      'alter table history add x integer',
      'alter table history disable row level security',
      'drop table history',
      `select setval('audit_sequence', 1)`,
    ];
    for (const sql of refused) {
      const code = await test.database
        .transaction(SYSTEM, (tx) => tx.query(sql))
        .then(() => 'done', sqlStateOf);
      expect([sql, code]).toEqual([sql, '42501']);
    }
    const [owners] = await asSuperuser(
      `select array_agg(distinct tableowner::text) as names, pg_has_role('plimsoll_audit_test', 'plimsoll_audit', 'member') as member
         from pg_tables where tablename in ('history', 'denied_attempt', 'audit_seal')`,
    );
    expect(owners).toEqual({ names: ['plimsoll_audit'], member: false });
  });

  it('is shown to staff in the order in which it is sealed, by filter', async () => {
    const session = test.database.session({ kind: 'STAFF' });
    const nobody = test.database.session({ kind: 'PARTNER', partnerId: 'par_1' });
    try {
      const all = await listAuditEntries(session, { first: 2 });
      expect(all.hasNextPage).toBe(true);
      expect(await all.countAll()).toBe(7);
      expect(all.rows[0]).toMatchObject({ outcome: 'CHANGED', recordIds: ['cus_3'], subject: 'ada' });
      const rest = await listAuditEntries(session, { first: 100, after: all.cursors[1] ?? null });
      expect(rest.rows).toHaveLength(5);
      const about = (filter: object) => listAuditEntries(session, { first: 100, filter });
      expect((await about({ recordId: 'cus_1', outcome: 'DENIED' })).rows).toMatchObject([
        { action: 'updateCustomer', code: 'NOT_FOUND', subject: 'eve', requestId: 'r-9' },
      ]);
      expect((await about({ recordType: 'customer', recordId: 'cus_1' })).rows).toHaveLength(3);
      expect((await about({ actor: 'ada', to: new Date(0) })).rows).toEqual([]);
      expect((await about({ actor: 'per_1', from: new Date(0) })).rows).toHaveLength(6);
      expect((await listAuditEntries(nobody, { first: 5 })).rows).toEqual([]);
    } finally {
      await session.release();
      await nobody.release();
    }
  });
});

describe('sealing', () => {
  it('leaves what is not committed yet to a later seal, and holds no writer up', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (release = resolve));
    const open = change(test.database, 2, held);
    await sleep(50);
    await change(test.database, 1);
    await sealAuditLog(test.database);
    expect((await verify()).unsealedEntries).toBeGreaterThanOrEqual(1);
    release();
    await open;
    expect(await sealAll()).toBe(3);
    expect(await verify()).toMatchObject({ intact: true, unsealedEntries: 0 });
  });

  it('seals every entry exactly once, whatever is written and sealed at the same time', async () => {
    const replica = await test.openReplica();
    await fc.assert(
      fc.asyncProperty(
        fc.array(
          fc.record({ entries: fc.integer({ min: 1, max: 4 }), hold: fc.integer({ min: 0, max: 25 }) }),
          { minLength: 4, maxLength: 9 },
        ),
        fc.array(fc.integer({ min: 0, max: 15 }), { minLength: 2, maxLength: 5 }),
        async (writers, pauses) => {
          const before = await verify();
          const sealed: number[] = [];
          const sealing = [test.database, replica].map(async (database) => {
            for (const pause of pauses) {
              await sleep(pause);
              sealed.push(await sealAuditLog(database));
            }
          });
          await Promise.all([
            ...writers.map(({ entries, hold }, index) =>
              change(index % 2 === 0 ? test.database : replica, entries, sleep(hold)),
            ),
            ...sealing,
          ]);
          sealed.push(await sealAll());
          const written = writers.reduce((sum, { entries }) => sum + entries, 0);
          const after = await verify();
          expect(after).toMatchObject({ intact: true, unsealedEntries: 0 });
          expect(sealed.reduce((sum, count) => sum + count, 0)).toBe(written + before.unsealedEntries);
          expect(after.sealedEntries).toBe(before.sealedEntries + before.unsealedEntries + written);
        },
      ),
      { numRuns: 8 },
    );
  }, 60_000);

  it('runs by itself while the service does, and stops at once', async () => {
    const sealer = new AuditSealer({
      database: test.database,
      logger: testLogger(),
      intervalMilliseconds: 20,
    });
    sealer.start();
    await change(test.database, 1);
    for (let tries = 0; tries < 100 && (await verify()).unsealedEntries > 0; tries += 1) await sleep(20);
    expect((await verify()).unsealedEntries).toBe(0);
    await sealer.stop();
  });
});

describe('the ids within an input', () => {
  it('are those of records alone, each once, wherever they stand', () => {
    const id = 'cus_01h455vb4pex5vsknk084sn02q';
    expect(
      idsWithin({ input: { id, name: 'Ada', lines: [{ planId: 'pln_01h455vb4pex5vsknk084sn02q' }, id] } }),
    ).toEqual([id, 'pln_01h455vb4pex5vsknk084sn02q']);
    expect(idsWithin({ email: 'ada@example.com', n: null, at: new Date() })).toEqual([]);
  });
});

describe('a database with a history from before there was an audit log', () => {
  const former = emptyTestDatabase('audit_former');

  it('keeps every entry, and seals them with what comes after', async () => {
    const [mechanism] = mechanismMigrations('audit_former');
    if (!mechanism) throw new Error('there is no mechanism');
    await migrate(former.url, 'audit_former', [mechanism], testLogger());
    const client = new pg.Client({ connectionString: former.url });
    await client.connect();
    await client.query(`insert into history (record_type, record_id, version, at, actor_id, fields)
      select 'customer', 'cus_old', n, now(), 'per_1', '[]' from generate_series(1, 20) n`);
    const before = await client.query(
      'select record_id, version, at, actor_id, fields from history order by 2',
    );
    const database = await Database.open({
      service: 'audit_former',
      url: former.url,
      logger: testLogger(),
    });
    const after = await client.query(
      'select record_id, version, at, actor_id, fields from history order by 2',
    );
    await client.end();
    expect(after.rows).toEqual(before.rows);
    await change(database, 1);
    let sealed = 0;
    while (sealed < 21) sealed += await sealAuditLog(database);
    await database.close();
    expect(await verifyAuditLogAt(former.url, 'audit_former')).toMatchObject({
      intact: true,
      sealedEntries: 21,
      unsealedEntries: 0,
    });
  });
});

describe('a database whose owner is no superuser', () => {
  const plain = emptyTestDatabase('audit_plain');

  it('has its audit log owned by the other role as well, which its owner is not left a member of', async () => {
    const owner = 'audit_plain_owner';
    const { pathname } = new URL(plain.url);
    await asSuperuser(`create role ${owner} login createrole password 'secret'`);
    await asSuperuser(`grant plimsoll_audit to ${owner} with admin option, set false, inherit false`);
    await asSuperuser(`alter database ${pathname.slice(1)} owner to ${owner}`);
    const url = new URL(plain.url);
    url.username = owner;
    url.password = 'secret';
    const database = await Database.open({
      service: 'audit_plain',
      url: url.href,
      logger: testLogger(),
    });
    await change(database, 1);
    let sealed = 0;
    while (sealed === 0) sealed = await sealAuditLog(database);
    expect(sealed).toBe(1);
    await database.close();
    const client = new pg.Client({ connectionString: url.href });
    await client.connect();
    await expect(client.query(`update history set reason = 'x'`)).rejects.toMatchObject({ code: '42501' });
    await expect(client.query('set role plimsoll_audit')).rejects.toMatchObject({ code: '42501' });
    await client.end();
    await asSuperuser(`alter database ${pathname.slice(1)} owner to current_user`);
  });
});
