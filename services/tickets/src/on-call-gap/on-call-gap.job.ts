import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { GAP_REVIEW_JOB } from '../on-call-rotation/index.js';
import { reviewRotation } from './on-call-gap.service.js';
import { findReviewedRotations } from './on-call-gap.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
/** Once an hour, away from the full hour that everybody else picks. */
const EVERY_HOUR = '11 * * * *';

/** Every hour, and whenever who is on call has changed, looks ahead for gaps; on one of the replicas. */
export function onCallGapJobs({ database, clock }: JobDependencies): JobSet {
  const reviewAll = async () => {
    const ids = await database.transaction(SYSTEM, (tx) => findReviewedRotations(tx, clock()));
    for (const id of ids) await database.transaction(SYSTEM, (tx) => reviewRotation(tx, id, clock()));
  };
  return {
    handlers: { [GAP_REVIEW_JOB]: reviewAll },
    crons: [{ name: GAP_REVIEW_JOB, match: EVERY_HOUR }],
  };
}
