import {
  DatabaseError,
  type Database,
  type JobDependencies,
  type JobSet,
  type Session,
} from '@plimsoll/shared';
import { FREEZE_JOB, freezeTargets, lockOutdated } from '../sla-target/index.js';
import { settleClocks } from './sla-clock.service.js';
import { lockNoticeable } from './sla-clock.store.js';

/** The job that notices what clocks have reached. */
const NOTICE_JOB = 'notice_sla_clocks';

const SYSTEM = { kind: 'SYSTEM' } as const;
const AT_ONCE = 100;

/**
 * The jobs of clocks: warnings and breaches are noticed every minute, and whatever was reached while nobody looked when
 * the process starts; targets that waited are frozen when news have come in. Several replicas share the work: each takes
 * tickets that no other one holds, and what it notices is committed with the clock's row, so that nothing is told twice.
 *
 * @param atOnce tickets in one transaction
 */
export function slaClockJobs(
  {
    database,
    clock,
    logger,
  }: Pick<JobDependencies, 'clock' | 'logger'> & { database: Pick<Database, 'transaction'> },
  atOnce = AT_ONCE,
): JobSet {
  /**
   * Batches in transactions of their own, until nothing is left that nobody else has at hand. A ticket that cannot be dealt
   * with keeps no other one from it: it is logged, and tried again the next time.
   */
  const inBatches = async (
    lock: (tx: Session, now: Date, limit: number, except: readonly string[]) => Promise<string[]>,
    deal: (tx: Session, ids: readonly string[], now: Date) => Promise<unknown>,
  ) => {
    const failed: string[] = [];
    for (let limit = atOnce; ;) {
      const now = clock();
      let ids: string[] = [];
      try {
        await database.transaction(SYSTEM, async (tx) => {
          ids = await lock(tx, now, limit, failed);
          await deal(tx, ids, now);
        });
        if (ids.length === 0) return;
      } catch (error) {
        if (ids.length === 0 || isPassing(error)) throw error;
        if (ids.length === 1) {
          logger.error({ err: error, ticketId: ids[0] }, 'the clocks of a ticket cannot be settled');
          failed.push(...ids);
        }
        limit = 1;
      }
    }
  };
  const notice = () => inBatches(lockNoticeable, settleClocks);
  const freeze = () =>
    inBatches(
      (tx, _now, limit, except) => lockOutdated(tx, limit, except),
      async (tx, ids, now) => {
        await freezeTargets(tx, ids, now);
        await settleClocks(tx, ids, now);
      },
    );
  return {
    handlers: { [NOTICE_JOB]: notice, [FREEZE_JOB]: freeze },
    crons: [
      { name: NOTICE_JOB, match: '* * * * *' },
      { name: FREEZE_JOB, match: '* * * * *' },
    ],
    started: async () => {
      await freeze();
      await notice();
    },
  };
}

/** The database is away or busy: nothing is wrong with the tickets. */
function isPassing(error: unknown): boolean {
  return error instanceof DatabaseError && error.code !== 'DATABASE_TIMEOUT';
}
