import { testDatabase, testLogger } from '../testing/index.js';
import { enqueue, JobQueue, type JobHandler } from './job-queue.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const test = testDatabase({ name: 'jobs_test' });
const open = () => JobQueue.open({ database: test.database, logger: testLogger() });

async function running(handlers: Record<string, JobHandler>, fn: () => Promise<void>): Promise<void> {
  const queue = await open();
  await queue.start(handlers);
  try {
    await fn();
  } finally {
    await queue.stop();
  }
}

const until = async (condition: () => boolean) => {
  for (let i = 0; i < 1_000 && !condition(); i += 1) await new Promise((resolve) => setTimeout(resolve, 20));
  expect(condition()).toBe(true);
};

describe('the job queue', () => {
  beforeAll(async () => {
    await Promise.all([open(), open()]);
  });

  it('runs a job once its transaction commits, and never that of a rolled-back one', async () => {
    const ran: unknown[] = [];
    const note: JobHandler = async (payload) => {
      ran.push(payload['n']);
    };
    await running({ note }, async () => {
      const failing = test.database.transaction(SYSTEM, async (tx) => {
        await enqueue(tx, 'note', { n: 'rolled back' });
        throw new Error('no');
      });
      await expect(failing).rejects.toThrow('no');
      await test.database.transaction({ kind: 'CONTACT', customerId: 'cus_1' }, async (tx) => {
        await enqueue(tx, 'note', { n: 'committed' });
        await new Promise((resolve) => setTimeout(resolve, 200));
        expect(ran).toEqual([]);
      });
      await until(() => ran.length > 0);
    });
    expect(ran).toEqual(['committed']);
  });

  it('repeats a job that failed, tells the attempt, and replaces a job of the same key', async () => {
    const keys = await test.database.transaction(SYSTEM, async (tx) => {
      const later = new Date(Date.now() + 3_600_000);
      const first = await enqueue(tx, 'later', { n: 1 }, { runAt: later, jobKey: 'one' });
      const second = await enqueue(tx, 'later', { n: 2 }, { jobKey: 'one' });
      return [first, second];
    });
    expect(keys[0]).toBe(keys[1]);
    const attempts: [unknown, number][] = [];
    const later: JobHandler = async (payload, { attempt }) => {
      attempts.push([payload['n'], attempt]);
      if (attempt === 1) throw new Error('not yet');
    };
    await running({ later }, () => until(() => attempts.length === 2));
    expect(attempts).toEqual([
      [2, 1],
      [2, 2],
    ]);
  });

  it('goes on after the server has ended all its connections', async () => {
    const ran: unknown[] = [];
    const after: JobHandler = async (payload) => {
      ran.push(payload['n']);
    };
    await running({ after }, async () => {
      const owner = await test.database.connect('killer');
      await owner.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name like '%-jobs'`,
      );
      await owner.end();
      await test.database.transaction(SYSTEM, (tx) => enqueue(tx, 'after', { n: 1 }));
      await until(() => ran.length > 0);
    });
    expect(ran).toEqual([1]);
  });

  it('forgets idempotency keys older than thirty days in its nightly housekeeping', async () => {
    const records = () =>
      test.database.transaction(SYSTEM, async (tx) =>
        (await tx.query<{ key: string }>('select key from idempotency_record')).map((row) => row.key),
      );
    await test.database.transaction(SYSTEM, async (tx) => {
      await tx.query(
        `insert into idempotency_record (principal, mutation, key, body_hash, created_at)
         values ('u', 'm', 'old', 'x', now() - interval '31 days'), ('u', 'm', 'new', 'x', now() - interval '29 days')`,
      );
      await enqueue(tx, 'prune_idempotency_records', {});
    });
    let left = await records();
    await running({}, async () => {
      for (let i = 0; i < 100 && left.length > 1; i += 1) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        left = await records();
      }
    });
    expect(left).toEqual(['new']);
  });

  it('refuses to enqueue outside of a transaction', async () => {
    const session = test.database.session(SYSTEM);
    await expect(enqueue(session, 'note', {})).rejects.toThrow('transaction');
    await session.release();
  });
});
