import type { Database } from '../database/index.js';
import type { BackgroundWork } from '../graphql/index.js';
import type { Logger } from '../logging/index.js';
import { JobQueue, type CronJob, type JobHandler } from './job-queue.js';

/** What the jobs of a noun work with. */
export interface JobDependencies {
  database: Database;
  logger: Logger;
  clock: () => Date;
}

/** The jobs of one noun. */
export interface JobSet {
  handlers: Readonly<Record<string, JobHandler>>;
  /** Jobs that the clock enqueues. */
  crons?: readonly CronJob[];
  /** Called once the queue runs: to take up what a process that died has left. A throw is logged: a cron does it too. */
  started?(): Promise<void>;
  /** Called before the queue stops and lets running jobs finish: to begin nothing new. */
  stopping?(): void;
  /** Called after the queue has stopped: to let go of what jobs shared. */
  stopped?(): Promise<void>;
}

/**
 * The one job queue of a service, with the jobs of all its nouns.
 *
 * @param options.concurrency jobs at the same time in this process, default 2
 * @throws Error at once where two nouns name a job alike
 */
export function jobWork(
  options: { database: Database; logger: Logger; concurrency?: number },
  sets: readonly JobSet[],
): BackgroundWork {
  const handlers: Record<string, JobHandler> = {};
  for (const [name, handler] of sets.flatMap((set) => Object.entries(set.handlers))) {
    if (handlers[name]) throw new Error(`two jobs are named ${name}`);
    handlers[name] = handler;
  }
  let queue: JobQueue | undefined;
  return {
    async start() {
      queue = await JobQueue.open(options);
      await queue.start(
        handlers,
        sets.flatMap((set) => set.crons ?? []),
      );
      for (const set of sets) {
        // A database that is too busy at this moment is no reason not to serve: the clock brings the same again.
        await set.started?.().catch((err: unknown) => {
          options.logger.warn({ err }, 'what a stopped process has left is taken up later');
        });
      }
    },
    async stop() {
      for (const set of sets) set.stopping?.();
      await queue?.stop();
      for (const set of sets) await set.stopped?.();
    },
  };
}
