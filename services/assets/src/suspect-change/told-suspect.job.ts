import type { JobDependencies, JobSet } from '@plimsoll/shared';
import { tellSuspects } from './told-suspect.service.js';

const TELL_JOB = 'tell_suspects';
const EVERY_MINUTE = '* * * * *';

/** Every minute, tells which changes may have caused incidents; on one of the replicas. */
export function suspectJobs({ database }: JobDependencies): JobSet {
  return {
    handlers: { [TELL_JOB]: () => database.transaction({ kind: 'SYSTEM' }, tellSuspects) },
    crons: [{ name: TELL_JOB, match: EVERY_MINUTE }],
  };
}
