import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { goOnSettling, SETTLE_FOLLOWERS } from './ticket-follow.service.js';

/** Jobs that go on with the followers of tickets that were resolved. */
export function followerJobs({ database, clock }: JobDependencies): JobSet {
  return {
    handlers: {
      [SETTLE_FOLLOWERS]: (payload) =>
        database.transaction({ kind: 'SYSTEM' }, (tx) => goOnSettling(tx, payload, clock())),
    },
  };
}
