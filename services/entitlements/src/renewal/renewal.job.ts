import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { remindOfRenewals, renewDue } from './renewal.service.js';

const RENEW_JOB = 'renew_subscriptions';
const REMIND_JOB = 'remind_of_renewals';

/** Renews every hour what has come due, and reminds of what is to come; a reminder is made once, however often it runs. */
export function renewalJobs({ database, logger, clock }: JobDependencies): JobSet {
  const work = { database, logger, clock };
  return {
    handlers: {
      [RENEW_JOB]: async () => {
        const renewed = await renewDue(work);
        if (renewed > 0) logger.info({ renewed }, 'subscriptions renewed');
      },
      [REMIND_JOB]: async () => {
        const reminded = await remindOfRenewals(work);
        if (reminded > 0) logger.info({ reminded }, 'account managers reminded of renewals');
      },
    },
    crons: [
      { name: RENEW_JOB, match: '7 * * * *' },
      { name: REMIND_JOB, match: '23 * * * *' },
    ],
  };
}
