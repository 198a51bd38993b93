import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { measureHealth } from '../customer-health/index.js';
import { tellHealth } from './customer-health-day.service.js';

const TELL_JOB = 'tell_customer_health';
/** Shortly after midnight UTC, and later for customers that have come since and for nights missed. */
const TELL_AT = '4,19,34,49 * * * *';

/** Keeps every customer's health of the day, once a day. */
export function customerHealthJobs({ database, logger, clock }: JobDependencies): JobSet {
  return {
    handlers: {
      [TELL_JOB]: async () => {
        const told = await tellHealth(database, measureHealth, clock());
        if (told > 0) logger.info({ told }, 'the health of customers is kept for the day');
      },
    },
    crons: [{ name: TELL_JOB, match: TELL_AT }],
  };
}
