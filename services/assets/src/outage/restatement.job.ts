import { JobQueue, type BackgroundWork, type Database, type Logger } from '@plimsoll/shared';
import { restateRequested } from './outage.service.js';

const RESTATE_JOB = 'restate_customer_impact';
const EVERY_MINUTE = '* * * * *';

/** Every minute, states again the customer impact that was asked for; on one of the replicas. */
export function restatementWork(database: Database, logger: Logger): BackgroundWork {
  let queue: JobQueue | undefined;
  return {
    async start() {
      queue = await JobQueue.open({ database, logger });
      const restateAll = () => database.transaction({ kind: 'SYSTEM' }, restateRequested);
      await queue.start({ [RESTATE_JOB]: restateAll }, [{ name: RESTATE_JOB, match: EVERY_MINUTE }]);
    },
    stop: async () => queue?.stop(),
  };
}
