import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { requestDueAssessments } from './change-assessment.service.js';

const ASSESS_JOB = 'request_due_assessments';
const EVERY_MINUTE = '* * * * *';
/** Changes asked about in one transaction: each may name every customer there is. */
const BATCH = 20;

/** Every minute, asks again for the assessments that are out of date; on one of the replicas. */
export function assessmentJobs({ database, clock }: JobDependencies): JobSet {
  const requestAll = async () => {
    for (let asked = BATCH; asked === BATCH;) {
      asked = await database.transaction({ kind: 'SYSTEM' }, (tx) =>
        requestDueAssessments(tx, clock(), BATCH),
      );
    }
  };
  return {
    handlers: { [ASSESS_JOB]: requestAll },
    crons: [{ name: ASSESS_JOB, match: EVERY_MINUTE }],
  };
}
