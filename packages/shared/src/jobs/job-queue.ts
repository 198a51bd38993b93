import { EventEmitter } from 'node:events';
import { createRequire } from 'node:module';
import { setTimeout as sleep } from 'node:timers/promises';
import type * as GraphileWorker from 'graphile-worker';
import type pg from 'pg';
import { underAdvisoryLock, type Database, type Session } from '../database/index.js';
import { pruneIdempotencyRecords } from '../idempotency/index.js';
import type { Logger } from '../logging/index.js';
import { SteadyPool } from './steady-pool.js';

// The package is CommonJS whose exports the module loader cannot list by name.
const worker = createRequire(import.meta.url)('graphile-worker') as typeof GraphileWorker;

const SYSTEM = { kind: 'SYSTEM' } as const;
const PRUNE_JOB = 'prune_idempotency_records';
/** Every night at 02:17 UTC, away from the full hour that everybody else picks. */
const PRUNE_AT = '17 2 * * *';
/**
 * A worker of graphile-worker 0.16 remembers the answer to its first question, also where that was a lost connection, and
 * then fails for ever: after so many failures in a row another takes its place.
 */
const MOST_FAILURES = 6;

/** What a job does. A throw repeats it later, up to 25 times with growing pauses: handlers are idempotent. */
export type JobHandler = (
  payload: Record<string, unknown>,
  job: { id: string; attempt: number },
) => Promise<void>;

/** A job that is enqueued by the clock. */
export interface CronJob {
  /** The handler's name. */
  name: string;
  /** Minute, hour, day of month, month, day of week, in UTC. */
  match: string;
}

export interface JobQueueOptions {
  database: Database;
  logger: Logger;
  /** Jobs at the same time in this process, default 2. */
  concurrency?: number;
}

/**
 * Timed and deferred work of one service, kept in its database: enqueued with the change that causes it, run by
 * one of the replicas, repeated until it succeeds.
 */
export class JobQueue {
  #runner: GraphileWorker.Runner | undefined;
  #pool: pg.Pool | undefined;

  private constructor(private readonly options: JobQueueOptions) {}

  /** Prepares the queue's tables. Replicas may do so at the same time. */
  static async open(options: JobQueueOptions): Promise<JobQueue> {
    const { database, logger } = options;
    await underAdvisoryLock(database.url, `jobs:${database.service}`, () =>
      worker.runMigrations({ connectionString: database.url, logger: workerLogger(logger), taskList: {} }),
    );
    return new JobQueue(options);
  }

  /** Starts to run jobs; jobs without a handler wait. The service's housekeeping is among them. */
  async start(handlers: Readonly<Record<string, JobHandler>>, cron: readonly CronJob[] = []): Promise<void> {
    if (this.#runner) throw new Error('the job queue is started already');
    const { database, logger } = this.options;
    const concurrency = this.options.concurrency ?? 2;
    const pool = new SteadyPool(
      {
        connectionString: database.url,
        max: concurrency + 2,
        application_name: `plimsoll-${database.service}-jobs`,
      },
      logger,
      (own) => this.#pool === own,
    );
    pool.on('error', (error) => logger.warn({ err: error }, 'a connection of the job queue failed'));
    this.#pool = pool;
    const all: Record<string, JobHandler> = { ...handlers, [PRUNE_JOB]: () => this.#prune() };
    const items = [...cron, { name: PRUNE_JOB, match: PRUNE_AT }];
    const options = {
      pgPool: pool,
      concurrency,
      noHandleSignals: true,
      pollInterval: 1_000,
      logger: workerLogger(logger),
      taskList: Object.fromEntries(Object.entries(all).map(([name, handler]) => [name, this.#task(handler)])),
      parsedCronItems: worker.parseCronItems(
        items.map(({ name, match }) => ({ task: name, match, identifier: name })),
      ),
    };
    await this.#run(options).catch(async (error: unknown) => {
      await this.stop();
      throw error;
    });
  }

  /** Lets running jobs finish (five seconds) and stops. */
  async stop(): Promise<void> {
    const runner = this.#runner;
    const pool = this.#pool;
    this.#runner = undefined;
    this.#pool = undefined;
    await runner?.stop();
    await pool?.end();
  }

  async #run(options: GraphileWorker.RunnerOptions): Promise<void> {
    const events: GraphileWorker.WorkerEvents = new EventEmitter();
    const runner = await worker.run({ ...options, events });
    // Stopped while it started.
    if (this.#pool !== options.pgPool) return runner.stop();
    this.#runner = runner;
    this.#giveUpWhenFailing(runner, events);
    void runner.promise
      .catch((error: unknown) => this.options.logger.warn({ err: error }, 'the job queue broke off'))
      .then(() => this.#again(runner, options));
  }

  #giveUpWhenFailing(runner: GraphileWorker.Runner, events: GraphileWorker.WorkerEvents): void {
    const { logger } = this.options;
    let failures = 0;
    events.on('worker:getJob:empty', () => (failures = 0));
    events.on('job:start', () => (failures = 0));
    events.on('worker:getJob:error', () => {
      failures += 1;
      if (failures !== MOST_FAILURES || this.#runner !== runner) return;
      logger.warn('the job queue keeps failing; it starts again');
      runner
        .stop()
        .catch((error: unknown) => logger.warn({ err: error }, 'the job queue could not be stopped'));
    });
  }

  /** A worker gives up when its database stays away; the queue does not. */
  async #again(ended: GraphileWorker.Runner, options: GraphileWorker.RunnerOptions): Promise<void> {
    while (this.#runner === ended) {
      await sleep(1_000);
      if (this.#runner !== ended) return;
      await this.#run(options).catch((error: unknown) =>
        this.options.logger.warn(
          { err: error },
          'the job queue could not be started again; trying once more',
        ),
      );
    }
  }

  #task(handler: JobHandler): GraphileWorker.Task {
    return async (payload, { job }) => {
      await handler(payload as Record<string, unknown>, { id: job.id, attempt: job.attempts });
    };
  }

  async #prune(): Promise<void> {
    const { database, logger } = this.options;
    const pruned = await database.transaction(SYSTEM, pruneIdempotencyRecords);
    logger.info({ pruned }, 'idempotency records pruned');
  }
}

/**
 * Enqueues a job in the caller's transaction: it runs if and only if that commits, not before `runAt`. A job of
 * the same `jobKey` that has not begun is replaced. Answers the job's id.
 */
export async function enqueue(
  tx: Session,
  name: string,
  payload: Record<string, unknown>,
  options: { runAt?: Date; jobKey?: string } = {},
): Promise<string> {
  if (!tx.inTransaction) throw new Error('enqueue() needs the transaction of the change that causes the job');
  const [row] = await tx.query<{ id: number }>('select enqueue_job($1, $2, $3, $4) as id', [
    name,
    JSON.stringify(payload),
    options.runAt ?? null,
    options.jobKey ?? null,
  ]);
  return String(row?.id);
}

function workerLogger(logger: Logger): GraphileWorker.Logger {
  return new worker.Logger(() => (level, message, meta) => {
    const write = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;
    logger[write[level]]({ meta }, message);
  });
}
