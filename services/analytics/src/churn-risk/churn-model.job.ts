import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { learnChurn } from './churn-model.service.js';

const LEARN_JOB = 'learn_churn';
/** Every night at 03:41 UTC, away from the full hour that everybody else picks. */
const LEARN_AT = '41 3 * * *';

/** Every night, learns anew who leaves; on one of the replicas. */
export function churnJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: { [LEARN_JOB]: () => learnChurn(database, clock()) },
    crons: [{ name: LEARN_JOB, match: LEARN_AT }],
  };
}
