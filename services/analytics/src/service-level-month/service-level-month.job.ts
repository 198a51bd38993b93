import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { settleServiceLevels } from './settling.job.js';

/** Every minute: months that begin, and impacts that last, where no event says so. */
export function serviceLevelMonthJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: {
      settle_service_levels: async () => {
        while (await settleServiceLevels(database, clock()));
      },
    },
    crons: [{ name: 'settle_service_levels', match: '* * * * *' }],
  };
}
