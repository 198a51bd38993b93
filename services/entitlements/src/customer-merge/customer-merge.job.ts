import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { SETTLE_JOB, settleMerge } from './customer-merge.service.js';
import { findUnsettled } from './customer-merge.store.js';
import { MOVES } from './merge-moves.service.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const SWEEP_JOB = 'sweep_customer_merges';
const AT_ONCE = 100;

/** Brings along what was written for duplicates while they were being merged. */
export function customerMergeJobs({ database, clock }: JobDependencies): JobSet {
  const settle = (customerId: string) =>
    database.transaction(SYSTEM, (tx) => settleMerge(tx, customerId, clock()));
  return {
    handlers: {
      [SETTLE_JOB]: (payload) => settle(String(payload['customerId'])),
      [SWEEP_JOB]: async () => {
        const tables = MOVES.map(({ table }) => table);
        const left = await database.transaction(SYSTEM, (tx) => findUnsettled(tx, tables, AT_ONCE));
        for (const customerId of left) await settle(customerId);
      },
    },
    crons: [{ name: SWEEP_JOB, match: '23 * * * *' }],
  };
}
