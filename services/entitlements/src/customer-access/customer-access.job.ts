import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { RETURN_JOB, returnAccess } from './customer-access.service.js';
import { findDueReturns } from './customer-access.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const SWEEP_JOB = 'sweep_customer_access';
const AT_ONCE = 100;

/** Switches access on again when its time has come: by a job of its own, and by a sweep for what that missed. */
export function customerAccessJobs({ database, clock }: JobDependencies): JobSet {
  const giveBack = (customerId: string) =>
    database.transaction(SYSTEM, (tx) => returnAccess(tx, customerId, clock()));
  return {
    handlers: {
      [RETURN_JOB]: async (payload) => {
        await giveBack(String(payload['customerId']));
      },
      [SWEEP_JOB]: async () => {
        const due = await database.transaction(SYSTEM, (tx) => findDueReturns(tx, clock(), AT_ONCE));
        for (const customerId of due) await giveBack(customerId);
      },
    },
    crons: [{ name: SWEEP_JOB, match: '*/5 * * * *' }],
  };
}
