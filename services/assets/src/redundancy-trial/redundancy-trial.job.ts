import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { TRY_JOB, tryRedundancy } from './redundancy-trial.service.js';

/** Every night at 01:43 UTC, away from the full hour that everybody else picks. */
const EVERY_NIGHT = '43 1 * * *';

/** Every night, and when asked to, tries what redundancy would have spared; on one of the replicas. */
export function redundancyTrialJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: { [TRY_JOB]: () => tryRedundancy(database, clock()) },
    crons: [{ name: TRY_JOB, match: EVERY_NIGHT }],
  };
}
