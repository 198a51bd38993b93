import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { proposeOwed } from './service-credit-proposal.service.js';

/** Every night at 03:41 UTC: what is owed for months that are over is proposed. */
export function serviceCreditJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: {
      propose_service_credits: async () => {
        await proposeOwed(database, clock());
      },
    },
    crons: [{ name: 'propose_service_credits', match: '41 3 * * *' }],
  };
}
