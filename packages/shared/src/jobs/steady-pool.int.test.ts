import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { emptyTestDatabase, testLogger } from '../testing/index.js';
import { SteadyPool } from './steady-pool.js';

const database = emptyTestDatabase('steady_pool');
/** Takes a while, and names the table by which the statements of the clock are known. */
const CLOCK = 'select pg_sleep(0.3), 7 as answer -- _private_known_crontabs';

describe('the pool of the job queue', () => {
  let wanted = true;
  let pool: SteadyPool;
  let other: pg.Client;

  const killStatements = () =>
    other.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
        where pid <> pg_backend_pid() and datname = current_database()`,
    );

  beforeAll(async () => {
    pool = new SteadyPool({ connectionString: database.url, max: 2 }, testLogger(), () => wanted);
    pool.on('error', () => undefined);
    other = new pg.Client({ connectionString: database.url });
    await other.connect();
  });

  afterAll(async () => {
    await other.end();
    await pool.end();
  });

  it('asks again what the clock asked when the connection was lost', async () => {
    const asked = pool.query<{ answer: number }>(CLOCK);
    await sleep(150);
    await killStatements();
    expect((await asked).rows[0]?.answer).toBe(7);
  });

  it('tells everybody else of the loss', async () => {
    const asked = pool.query('select pg_sleep(0.3)').catch((error: unknown) => String(error));
    await sleep(150);
    await killStatements();
    expect(await asked).toMatch(/terminat|connection/i);
  });

  it('gives up once nobody waits', async () => {
    const asked = pool.query(CLOCK);
    wanted = false;
    await sleep(150);
    await killStatements();
    expect((await asked).rows).toEqual([]);
  });
});
