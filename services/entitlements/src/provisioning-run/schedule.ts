import { enqueue, type Session } from '@plimsoll/shared';

/** The job that moves one request. */
export const RUN_JOB = 'run_provisioning_request';
/** The job that works the queue of tier 2. */
export const QUEUE_JOB = 'run_provisioning_queue';
/** The job that offers seats to whoever waits for one. */
export const WAKE_JOB = 'wake_provisioning_requests';
/** The job that takes up requests which nobody moves. */
export const SWEEP_JOB = 'sweep_provisioning_requests';

/** Lets a request be moved once this transaction commits, not before `runAt`; one of tier 2 in its turn. */
export async function schedule(
  tx: Session,
  request: { id: string; tier: number },
  options: { runAt?: Date; sweep?: boolean } = {},
): Promise<void> {
  // A job of a process that was killed keeps its key for hours: what is taken up again has a key of its own.
  const jobKey = `${options.sweep ? 'sweep' : 'run'}:${request.id}`;
  const [name, payload] = request.tier === 2 ? [QUEUE_JOB, {}] : [RUN_JOB, { requestId: request.id }];
  await enqueue(tx, name, payload, { jobKey, ...(options.runAt ? { runAt: options.runAt } : {}) });
}

/**
 * Seats of a pod were freed or added: once this transaction commits, requests that wait for capacity try again, the
 * oldest first.
 */
export async function wakeWaiting(tx: Session, podId: string): Promise<void> {
  await enqueue(tx, WAKE_JOB, { podId }, { jobKey: `wake:${podId}` });
}
