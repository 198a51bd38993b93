import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { sweepStandings } from './case-allowance.service.js';

const SWEEP_JOB = 'sweep_case_allowances';

/** Tells how customers stand with their cases when a contract year begins or an entitlement ends. */
export function caseAllowanceJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: {
      [SWEEP_JOB]: () => database.transaction({ kind: 'SYSTEM' }, (tx) => sweepStandings(tx, clock())),
    },
    crons: [{ name: SWEEP_JOB, match: '*/10 * * * *' }],
  };
}
