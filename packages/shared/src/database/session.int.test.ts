import type { DatabaseError } from './database.errors.js';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import type { Scope } from '../principal/index.js';
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

const idsSeenBy = async (scope: Scope) => {
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

  it('never carries a scope over to the next session on the same connection', async () => {
    const single = await test.openReplica({ poolSize: 1 });
    const look = async (scope: Scope) => {
      const session = single.session(scope);
      const [row] = await session.query<{ ids: string | null; user: string }>(
        `select string_agg(id, '' order by id) as ids, current_user as user from note`,
      );
      await session.release();
      return row;
    };
    const user = 'plimsoll_session_test';
    for (const [scope, ids] of [
      [{ kind: 'STAFF' }, 'abc'],
      [{ kind: 'PARTNER', partnerId: 'par_2' }, 'b'],
      [{ kind: 'PARTNER', partnerId: 'par_1' }, 'a'],
      [{ kind: 'CONTACT', customerId: 'cus_3' }, 'c'],
      [{ kind: 'NOBODY' }, null],
      [SYSTEM, 'abc'],
    ] as const) {
      expect(await look(scope)).toEqual({ ids, user });
    }
    // Neither does one that failed inside a transaction, or was let go in the middle of it.
    const failing = single.transaction(SYSTEM, (tx) => tx.query('select 1/0'));
    await expect(failing).rejects.toThrow('division by zero');
    const careless = single.session(SYSTEM);
    await careless.query('begin');
    await careless.query(`update note set body = 'lost' where id = 'a'`);
    await careless.release();
    expect(await look({ kind: 'NOBODY' })).toEqual({ ids: null, user });
    expect(
      await single.transaction(SYSTEM, (tx) => tx.query(`select from note where body = 'lost'`)),
    ).toEqual([]);
  });

  it('writes nothing into rows its scope does not show', async () => {
    const partner = { kind: 'PARTNER', partnerId: 'par_1' } as const;
    await test.database.transaction(partner, async (tx) => {
      expect(await tx.query(`update note set body = 'z' where id = 'b' returning id`)).toEqual([]);
    });
    await expect(
      test.database.transaction(partner, (tx) =>
        tx.query(`insert into note values ('d', 'par_2', null, 'x')`),
      ),
    ).rejects.toThrow('row-level security');
  });

  it('acts under another scope for one transaction, and is the caller again afterwards, also when it fails', async () => {
    const session = test.database.session({ kind: 'PARTNER', partnerId: 'par_1' });
    const seen = async () => (await session.query<{ id: string }>('select id from note')).map(({ id }) => id);
    const told = await session.transactionAs(SYSTEM, async (tx) => {
      await tx.query(`insert into note values ('d', 'par_2', null, 'x')`);
      return tx.query('select id from note');
    });
    expect(told).toHaveLength(4);
    expect(await seen()).toEqual(['a']);
    const failing = session.transactionAs(SYSTEM, async (tx) => {
      await tx.query(`delete from note where id = 'd'`);
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    const broken = session.transactionAs(SYSTEM, (tx) => tx.query('select 1 / 0'));
    await expect(broken).rejects.toThrow('division by zero');
    expect(await seen()).toEqual(['a']);
    const nested = session.transaction(() => session.transactionAs(SYSTEM, (tx) => tx.query('select 1')));
    await expect(nested).rejects.toThrow('begins a transaction of its own');
    await session.release();
    await test.database.transaction(SYSTEM, (tx) => tx.query(`delete from note where id = 'd' returning id`));
    expect(await idsSeenBy(SYSTEM)).toEqual(['a', 'b', 'c']);
  });

  it('acts under another scope for a part of a transaction, and is the caller again for the rest, also when it fails', async () => {
    const session = test.database.session({ kind: 'PARTNER', partnerId: 'par_1' });
    const ids = async () =>
      (await session.query<{ id: string }>('select id from note order by id')).map(({ id }) => id);
    await session.transaction(async (tx) => {
      expect(await tx.actAs(SYSTEM, ids)).toEqual(['a', 'b', 'c']);
      expect(await ids()).toEqual(['a']);
      const failing = tx.actAs(SYSTEM, async () => {
        await tx.query(`delete from note`);
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await expect(tx.actAs(SYSTEM, () => tx.query('select 1 / 0'))).rejects.toThrow('division by zero');
      expect(await ids()).toEqual(['a']);
      expect(await tx.actAs(SYSTEM, ids)).toEqual(['a', 'b', 'c']);
    });
    await expect(
      session.transaction(() => session.actAs(SYSTEM, () => Promise.reject(new Error('no')))),
    ).rejects.toThrow('no');
    expect(await ids()).toEqual(['a']);
    await expect(session.actAs(SYSTEM, ids)).rejects.toThrow('part of a transaction');
    await session.release();
    expect(await idsSeenBy({ kind: 'PARTNER', partnerId: 'par_1' })).toEqual(['a']);
    expect(await idsSeenBy(SYSTEM)).toEqual(['a', 'b', 'c']);
  });

  it('rolls back to a savepoint what failed inside and keeps the rest', async () => {
    await test.database.transaction(SYSTEM, async (tx) => {
      await tx.query(`insert into note values ('kept', null, null, 'x')`);
      const inner = tx.transaction(async () => {
        await tx.query(`insert into note values ('dropped', null, null, 'x')`);
        await tx.query(`insert into note values ('kept', null, null, 'x')`);
      });
      await expect(inner).rejects.toMatchObject({ code: '23505', constraint: 'note_pkey' });
      await tx.transaction(() => tx.query(`insert into note values ('nested', null, null, 'x')`));
    });
    expect(await idsSeenBy(SYSTEM)).toEqual(['a', 'b', 'c', 'kept', 'nested']);
    await test.database.transaction(SYSTEM, (tx) =>
      tx.query(`delete from note where id in ('kept', 'nested')`),
    );
  });

  it('does not pass off a failed transaction as committed when its error was swallowed', async () => {
    const swallowed = test.database.transaction(SYSTEM, async (tx) => {
      await tx.query(`insert into note values ('e', null, null, 'x')`);
      await tx.query('select 1/0').catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('current transaction is aborted');
    expect(await idsSeenBy(SYSTEM)).toEqual(['a', 'b', 'c']);
  });

  it('serves statements of concurrent resolvers on its one connection', async () => {
    const session = test.database.session(SYSTEM);
    const rows = await Promise.all(
      Array.from({ length: 20 }, (_, i) =>
        session.query<{ n: number; pid: number }>(`select ${i} as n, pg_backend_pid() as pid`),
      ),
    );
    expect(rows.map(([row]) => row?.n)).toEqual(Array.from({ length: 20 }, (_, i) => i));
    expect(new Set(rows.map(([row]) => row?.pid)).size).toBe(1);
    await session.release();
    await expect(session.query('select 1')).rejects.toThrow('released');
  });

  it('shares its transaction with the entity manager', async () => {
    const failing = test.database.transaction(SYSTEM, async (tx) => {
      const manager = await tx.manager();
      await manager.query(`insert into note values ('m', null, null, 'x')`);
      expect(await tx.query(`select id from note where id = 'm'`)).toEqual([{ id: 'm' }]);
      throw new Error('undo');
    });
    await expect(failing).rejects.toThrow('undo');
    expect(await idsSeenBy(SYSTEM)).toEqual(['a', 'b', 'c']);
  });

  it('reads bigint as number, date as text and numeric as text', async () => {
    const [row] = await test.database.transaction(SYSTEM, (tx) =>
      tx.query(`select 9007199254740991::bigint as big, date '2026-03-29' as day, 0.10::numeric as amount,
                       array[date '2026-03-29'] as days, array[7::bigint] as bigs, timestamptz '2026-03-29T00:00Z' as at`),
    );
    expect(row).toEqual({
      big: 9_007_199_254_740_991,
      day: '2026-03-29',
      amount: '0.10',
      days: ['2026-03-29'],
      bigs: [7],
      at: new Date('2026-03-29T00:00:00Z'),
    });
  });
});

describe('a database in trouble', () => {
  it('says that it is busy, too slow or contended, and serves on', async () => {
    const small = await test.openReplica({ poolSize: 1, acquireTimeoutMs: 1_000, statementTimeoutMs: 1_000 });
    const holder = small.session(SYSTEM);
    await holder.query('select 1');
    await expect(small.ping()).rejects.toMatchObject({ code: 'DATABASE_BUSY' });
    await expect(holder.query('select pg_sleep(5)')).rejects.toMatchObject({ code: 'DATABASE_TIMEOUT' });
    await holder.release();
    await small.ping();

    // Each goes on once both hold their first row, however long that takes.
    let waiting = 2;
    let goOn: () => void = () => undefined;
    const bothHold = new Promise<void>((resolve) => (goOn = resolve));
    const crossed = (first: string, second: string) =>
      test.database.transaction(SYSTEM, async (tx) => {
        await tx.query(`update note set body = 'x' where id = $1`, [first]);
        waiting -= 1;
        if (waiting === 0) goOn();
        await bothHold;
        await tx.query(`update note set body = 'x' where id = $1`, [second]);
      });
    const results = await Promise.allSettled([crossed('a', 'b'), crossed('b', 'a')]);
    const refused = results.filter((result) => result.status === 'rejected');
    expect(refused.map(({ reason }) => (reason as DatabaseError).code)).toEqual(['DATABASE_CONTENTION']);
  });

  it('replaces connections that the server has ended, idle or in use', async () => {
    const database = await test.openReplica({ poolSize: 2 });
    const [session, killer] = [database.session(SYSTEM), test.database.session(SYSTEM)];
    const [row] = await session.query<{ pid: number }>('select pg_backend_pid() as pid');
    const owner = await test.database.connect('killer');
    await owner.query('select pg_terminate_backend($1)', [row?.pid]);
    await owner.end();
    await expect(session.query('select 1')).rejects.toMatchObject({ code: 'DATABASE_UNAVAILABLE' });
    await Promise.all([session.release(), killer.release()]);
    expect(database.openSessions).toBe(0);
    await database.ping();
  });

  it('ends a transaction that sits idle', async () => {
    const database = await test.openReplica({ idleInTransactionTimeoutMs: 100 });
    const idle = database.transaction(SYSTEM, async (tx) => {
      await tx.query('select 1');
      await new Promise((resolve) => setTimeout(resolve, 400));
      await tx.query('select 1');
    });
    await expect(idle).rejects.toMatchObject({ name: 'DatabaseError' });
    await database.ping();
  });
});
