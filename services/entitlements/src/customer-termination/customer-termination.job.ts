import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { TERMINATION_JOB } from './customer-termination.service.js';
import { findDueTerminations } from './customer-termination.store.js';
import { advanceTermination } from './termination-progress.service.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const SWEEP_JOB = 'sweep_customer_terminations';
const AT_ONCE = 100;

/** Ends the grace and the retention of terminated customers: by jobs of their own, and by a sweep for what those missed. */
export function customerTerminationJobs({ database, logger, clock }: JobDependencies): JobSet {
  const advance = (customerId: string) =>
    database.transaction(SYSTEM, (tx) => advanceTermination(tx, customerId, clock()));
  return {
    handlers: {
      [TERMINATION_JOB]: (payload) => advance(String(payload['customerId'])),
      [SWEEP_JOB]: async () => {
        const due = await database.transaction(SYSTEM, (tx) => findDueTerminations(tx, clock(), AT_ONCE));
        for (const customerId of due) {
          // One that cannot go on does not hold up the others; the next sweep tries it again.
          await advance(customerId).catch((error: unknown) =>
            logger.warn({ err: error, customerId }, 'a termination could not be advanced'),
          );
        }
      },
    },
    crons: [{ name: SWEEP_JOB, match: '*/10 * * * *' }],
  };
}
