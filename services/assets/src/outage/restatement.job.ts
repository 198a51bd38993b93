import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { restateRequested } from './outage.service.js';

const RESTATE_JOB = 'restate_customer_impact';
const EVERY_MINUTE = '* * * * *';

/** Every minute, states again the customer impact that was asked for; on one of the replicas. */
export function restatementJobs({ database }: JobDependencies): JobSet {
  return {
    handlers: { [RESTATE_JOB]: () => database.transaction({ kind: 'SYSTEM' }, restateRequested) },
    crons: [{ name: RESTATE_JOB, match: EVERY_MINUTE }],
  };
}
