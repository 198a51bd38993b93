import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Logger } from '../logging/index.js';

/** The table that every statement of the worker's clock names, and no other statement does. */
const CLOCK_TABLE = '_private_known_crontabs';
const PAUSE_MS = 1_000;

/**
 * A pool for graphile-worker 0.16, which leaves a failed statement of its clock to nobody, and so ends the process. Here
 * such a statement, which repeats without harm, is asked again until it succeeds; while the database is away the clock
 * stands still and catches up afterwards.
 *
 * @param isWanted whether it is still to be asked; once it is not, a failed statement answers no rows
 */
export class SteadyPool extends pg.Pool {
  constructor(
    options: pg.PoolConfig,
    private readonly logger: Logger,
    private readonly isWanted: (pool: SteadyPool) => boolean,
  ) {
    super(options);
    const ask = this.query.bind(this) as (...given: unknown[]) => Promise<pg.QueryResult>;
    const steady = (...given: unknown[]) =>
      typeof given[0] === 'string' && given[0].includes(CLOCK_TABLE)
        ? this.#askUntilAnswered(() => ask(...given))
        : ask(...given);
    this.query = steady as typeof this.query;
  }

  async #askUntilAnswered(ask: () => Promise<pg.QueryResult>): Promise<pg.QueryResult> {
    for (;;) {
      try {
        return await ask();
      } catch (error) {
        if (!this.isWanted(this)) return { rows: [], rowCount: 0, fields: [], command: '', oid: 0 };
        this.logger.warn({ err: error }, 'the clock of the job queue waits for its database');
        await sleep(PAUSE_MS);
      }
    }
  }
}
