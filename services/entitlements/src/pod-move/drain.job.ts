import { DomainError, type JobDependencies, type JobSet, type Session } from '@plimsoll/shared';
import { noteOccupancy } from '../pod-capacity/index.js';
import { findUnderWay, lockRequest } from '../provisioning-request/index.js';
import { endWithout } from '../provisioning-run/index.js';
import { requestMove, wakeWaiting } from '../provisioning/index.js';
import {
  findLeaving,
  findNeedlessMoves,
  findPodsToSweep,
  isAnyWaiting,
  lockLeaving,
  noteLeaving,
  noteMove,
  type LeavingTenant,
} from './drain.store.js';

/** The job that moves tenants off a pod. */
export const DRAIN_JOB = 'drain_pod';
/** The job that notes what only the clock changes: subscriptions that begin and end. */
const SWEEP_JOB = 'sweep_pods';
const EVERY_FIVE_MINUTES = '*/5 * * * *';

const SYSTEM = { kind: 'SYSTEM' } as const;
const PLATFORM = { actorId: null };
const BATCH = 100;

/** Drains, and the regular look at who is on which pod. */
export function podJobs(dependencies: JobDependencies): JobSet {
  return {
    handlers: {
      [DRAIN_JOB]: ({ podId }) => goOnDraining(dependencies, String(podId)),
      [SWEEP_JOB]: () => sweepPods(dependencies),
    },
    crons: [{ name: SWEEP_JOB, match: EVERY_FIVE_MINUTES }],
  };
}

/** Asks for the moves of a drain that were not asked for yet; gives up those a pod does not need any more. */
async function goOnDraining({ database, clock }: JobDependencies, podId: string): Promise<void> {
  const today = dayOf(clock());
  await database.transaction(SYSTEM, (tx) => noteLeaving(tx, podId, null, today));
  for (;;) {
    const leaving = await database.transaction(SYSTEM, (tx) => findLeaving(tx, podId, today, BATCH));
    for (const tenant of leaving) await database.transaction(SYSTEM, (tx) => askForMove(tx, tenant, clock()));
    if (leaving.length < BATCH) break;
  }
  for (const id of await database.transaction(SYSTEM, (tx) => findNeedlessMoves(tx, podId))) {
    await database.transaction(SYSTEM, async (tx) => {
      const request = await lockRequest(tx, id);
      if (request?.status !== 'WAITING_FOR_CAPACITY') return;
      await endWithout(tx, PLATFORM, request, 'CANCELLED', 'The pod is not drained any more.', clock());
    });
  }
}

/** One tenant a transaction: its subscription is locked before any pod, as everywhere. */
async function askForMove(tx: Session, tenant: LeavingTenant, now: Date): Promise<void> {
  if (!(await lockLeaving(tx, tenant))) return;
  const { subscriptionId, askedBy } = tenant;
  const known = await findUnderWay(tx, 'MOVE', subscriptionId);
  if (known !== null) return noteMove(tx, tenant, { requestId: known, error: null });
  try {
    const given = { subscriptionId, toPodId: null, reason: 'Its pod is being drained', now };
    const { id } = await requestMove(tx, { actorId: askedBy }, given);
    await noteMove(tx, tenant, { requestId: id, error: null });
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    await noteMove(tx, tenant, { requestId: null, error: error.message });
  }
}

/** Notes how full pods are, wakes whoever waits for a seat, and goes on with what is being drained. */
async function sweepPods(dependencies: JobDependencies): Promise<void> {
  const { database, clock } = dependencies;
  const { pods, waiting } = await database.transaction(SYSTEM, async (tx) => ({
    pods: await findPodsToSweep(tx),
    waiting: await isAnyWaiting(tx),
  }));
  for (const { id, draining } of pods) {
    await database.transaction(SYSTEM, async (tx) => {
      await noteOccupancy(tx, PLATFORM, id, clock());
      if (waiting && !draining) await wakeWaiting(tx, id);
    });
    if (draining) await goOnDraining(dependencies, id);
  }
}

/** The day of UTC at an instant, YYYY-MM-DD. */
export function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10);
}
