import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { refreshSavings } from './saving.service.js';

const REFRESH_JOB = 'refresh_redundancy_savings';
const EVERY_MINUTE = '* * * * *';

/** Every minute, works out what redundancy would have saved where that is out of date; on one of the replicas. */
export function savingJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: { [REFRESH_JOB]: () => refreshSavings(database, clock()) },
    crons: [{ name: REFRESH_JOB, match: EVERY_MINUTE }],
  };
}
