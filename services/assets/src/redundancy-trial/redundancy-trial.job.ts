import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { TRY_JOB, tryRedundancy } from './redundancy-trial.service.js';
import { isUntried } from './redundancy-trial.store.js';

/** Every night at 01:43 UTC, away from the full hour that everybody else picks. */
const EVERY_NIGHT = '43 1 * * *';
const FIRST_JOB = 'try_redundancy_first';
const EVERY_FIVE_MINUTES = '*/5 * * * *';
const SYSTEM = { kind: 'SYSTEM' } as const;

/**
 * Every night, when asked to, and as soon as a first incident is on record, tries what redundancy would have spared; on one
 * of the replicas.
 */
export function redundancyTrialJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: {
      [TRY_JOB]: () => tryRedundancy(database, clock()),
      [FIRST_JOB]: async () => {
        if (await database.transaction(SYSTEM, isUntried)) await tryRedundancy(database, clock());
      },
    },
    crons: [
      { name: TRY_JOB, match: EVERY_NIGHT },
      { name: FIRST_JOB, match: EVERY_FIVE_MINUTES },
    ],
  };
}
