import type { JobDependencies, JobSet } from '@plimsoll/shared';
import type { ProvisionerOf } from '../provisioner/index.js';
import {
  findDue,
  findWaiting,
  provisioningRequests,
  type ProvisioningRequestRecord,
  type RetryPolicy,
} from '../provisioning-request/index.js';
import { ProvisioningRunner } from './runner.service.js';
import { QUEUE_JOB, RUN_JOB, schedule, SWEEP_JOB, WAKE_JOB } from './schedule.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const EVERY_MINUTE = '* * * * *';

/** Five tries within about a minute; a pause is at most five minutes long. */
const RETRY: RetryPolicy = { attempts: 5, baseMs: 2_000, longestMs: 300_000 };

/** The jobs that move requests; a sweep at the start and each minute takes up what nobody moves. */
export function provisioningJobs(
  dependencies: JobDependencies & { provisionerOf: ProvisionerOf; retry?: Partial<RetryPolicy> },
): JobSet {
  const { database, clock } = dependencies;
  const runner = new ProvisioningRunner({ ...dependencies, retry: { ...RETRY, ...dependencies.retry } });
  const sweep = async () => {
    await database.transaction(SYSTEM, async (tx) => {
      for (const request of await findDue(tx, clock())) await schedule(tx, request, { sweep: true });
    });
    await offerSeats();
  };
  const offerSeats = async () => {
    const waiting = await database.transaction(SYSTEM, async (tx) => {
      const ids = await findWaiting(tx);
      const found = await provisioningRequests.findByIds(tx, ids);
      return ids.flatMap((id) => found.get(id) ?? []);
    });
    // Where the oldest finds no seat, those after it that look for the same one find none either.
    const inVain = new Set<string>();
    for (const request of waiting) {
      const wish = wishOf(request);
      if (inVain.has(wish)) continue;
      if (await runner.retryWaiting(request.id)) inVain.add(wish);
    }
  };
  return {
    handlers: {
      [RUN_JOB]: ({ requestId }) => runner.run(String(requestId)),
      [QUEUE_JOB]: () => runner.runQueue(),
      [WAKE_JOB]: offerSeats,
      [SWEEP_JOB]: sweep,
    },
    crons: [{ name: SWEEP_JOB, match: EVERY_MINUTE }],
    started: sweep,
    stopping: () => runner.stop(),
    stopped: () => runner.close(),
  };
}

/** What seats a request looks for. */
function wishOf({ kind, lines, toPodId }: ProvisioningRequestRecord): string {
  const seats = lines
    .filter(({ action }) => kind === 'MOVE' || action === 'NEW')
    .map((line) => [line.kind, line.region, line.vertical]);
  // A tenant that moves keeps off the pod it is on: no two of them look for the same.
  return JSON.stringify([kind === 'MOVE' ? lines[0]?.subscriptionId : null, toPodId, seats]);
}
