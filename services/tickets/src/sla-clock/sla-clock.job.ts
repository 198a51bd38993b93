import type { Database, JobDependencies, JobSet } from '@plimsoll/shared';
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
  { database, clock }: Pick<JobDependencies, 'clock'> & { database: Pick<Database, 'transaction'> },
  atOnce = AT_ONCE,
): JobSet {
  /** Batches in transactions of their own, until nothing is left that nobody else has at hand. */
  const inBatches = async (batch: (now: Date) => Promise<number>) => {
    while ((await batch(clock())) > 0) {
      // One after another: each commits what it did.
    }
  };
  const notice = () =>
    inBatches((now) =>
      database.transaction(SYSTEM, async (tx) => {
        const ids = await lockNoticeable(tx, now, atOnce);
        await settleClocks(tx, ids, now);
        return ids.length;
      }),
    );
  const freeze = () =>
    inBatches((now) =>
      database.transaction(SYSTEM, async (tx) => {
        const ids = await lockOutdated(tx, atOnce);
        await freezeTargets(tx, ids, now);
        await settleClocks(tx, ids, now);
        return ids.length;
      }),
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
