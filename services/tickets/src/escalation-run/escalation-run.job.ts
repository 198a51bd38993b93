import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { findActivePolicies, START_ESCALATIONS_JOB } from '../escalation-policy/index.js';
import { beginPolicy, TAKE_STEP_JOB, takeDueStep } from './escalation-run.service.js';
import { findDueRuns } from './escalation-run.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const EVERY_MINUTE = '* * * * *';
/** Tickets looked at in one transaction, and steps taken in one sweep before the clock is looked at again. */
const BATCH = 500;

/**
 * Every minute, begins policies over the tickets of which their conditions hold, and takes the steps that are due: what a
 * process that died has left included. Between, each step has its own job at its instant. On any of the replicas, also on
 * several at once.
 */
export function escalationJobs({ database, clock, logger }: JobDependencies): JobSet {
  const takeStep = (runId: string) => database.transaction(SYSTEM, (tx) => takeDueStep(tx, runId, clock()));
  const sweep = async () => {
    const policies = await database.transaction(SYSTEM, findActivePolicies);
    for (const policy of policies) {
      for (let after: string | null = ''; after !== null;) {
        const from: string = after;
        after = await database.transaction(SYSTEM, (tx) => beginPolicy(tx, policy, clock(), from, BATCH));
      }
    }
    for (const runId of await database.transaction(SYSTEM, (tx) => findDueRuns(tx, clock(), BATCH))) {
      // One that cannot be taken keeps nobody waiting: the next minute tries again.
      await takeStep(runId).catch((err: unknown) =>
        logger.error({ err, runId }, 'an escalation was not taken'),
      );
    }
  };
  return {
    handlers: {
      [START_ESCALATIONS_JOB]: sweep,
      [TAKE_STEP_JOB]: ({ runId }) => takeStep(String(runId)),
    },
    crons: [{ name: START_ESCALATIONS_JOB, match: EVERY_MINUTE }],
  };
}
