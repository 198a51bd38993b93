import {
  authorize,
  authorOf,
  checkText,
  DomainError,
  enqueue,
  idempotently,
  invalid,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { podRecords, type PodRecord } from '../pod/index.js';
import { noteOccupancy, seatsFor } from '../pod-capacity/index.js';
import { provisioningRequests, type ProvisioningRequestRecord } from '../provisioning-request/index.js';
import { requestMove, wakeWaiting } from '../provisioning/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import { dayOf, DRAIN_JOB } from './drain.job.js';
import { forgetFailures, noteLeaving } from './drain.store.js';
import type { DrainPodInput, MoveTenantInput, UndrainPodInput } from './pod-move.types.js';

/**
 * Lets a pod take nothing new and asks, in the background, for each of its tenants to be moved to another pod. Asked
 * again of a pod that is being drained, it tries those again whose move failed. Roles: admin, manager, operator.
 */
export async function drainPod(context: RequestContext, input: DrainPodInput): Promise<PodRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const reason = checkText(input.reason, 'reason');
  const author = authorOf(context, reason);
  return context.session.transaction(async (tx) => {
    const pod = await podRecords.update(tx, author, input.id, input.expectedVersion, (current) => ({
      drainingSince: current.drainingSince ?? context.now,
      drainReason: reason,
    }));
    const today = dayOf(context.now);
    await forgetFailures(tx, pod.id, today);
    await noteLeaving(tx, pod.id, author.actorId, today);
    await enqueue(tx, DRAIN_JOB, { podId: pod.id }, { jobKey: `drain:${pod.id}` });
    return pod;
  });
}

/**
 * Lets a pod that is being drained take tenants again: moves that wait for a seat elsewhere are given up, those that
 * have a seat go on. Roles: admin, manager, operator.
 */
export async function undrainPod(context: RequestContext, input: UndrainPodInput): Promise<PodRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const reason = checkText(input.reason, 'reason');
  const author = authorOf(context, reason);
  return context.session.transaction(async (tx) => {
    const pod = await podRecords.update(tx, author, input.id, input.expectedVersion, (current) => {
      if (current.drainingSince === null) {
        throw new DomainError('INVALID_TRANSITION', `The pod ${current.name} is not being drained.`, ['id']);
      }
      return { drainingSince: null, drainReason: null };
    });
    await enqueue(tx, DRAIN_JOB, { podId: pod.id }, { jobKey: `drain:${pod.id}` });
    await noteOccupancy(tx, author, pod.id, context.now);
    await wakeWaiting(tx, pod.id);
    return pod;
  });
}

/**
 * Asks for a subscription's tenant to be moved, once for its idempotency key: to a pod, or to the one that placement
 * chooses in the same region. It waits where there is no seat. Roles: admin, manager, operator.
 */
export async function moveTenant(
  context: RequestContext,
  input: MoveTenantInput,
): Promise<ProvisioningRequestRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const key = checkText(input.idempotencyKey, 'idempotencyKey');
  const reason = checkText(input.reason, 'reason');
  const { subscriptionId } = input;
  const toPodId = input.toPodId ?? null;
  const moved = await context.session.transaction(async (tx) => {
    const request = { principal: context.principal, mutation: 'moveTenant', key, body: input };
    const { id } = await idempotently(tx, request, async () => {
      if (toPodId !== null) await requireTarget(tx, toPodId, subscriptionId);
      const given = { subscriptionId, toPodId, reason, now: context.now };
      return requestMove(tx, authorOf(context, reason), given);
    });
    return provisioningRequests.require(tx, id, ['idempotencyKey']);
  });
  context.clearLoaders();
  return moved;
}

/** Refuses a pod that will never take the subscription. A full one is waited for. */
async function requireTarget(tx: Session, podId: string, subscriptionId: string): Promise<void> {
  const path = ['toPodId'];
  const pod = await podRecords.require(tx, podId, path);
  const { kind } = await subscriptionRecords.require(tx, subscriptionId, ['subscriptionId']);
  if (pod.drainingSince !== null) {
    throw new DomainError(
      'POD_DRAINING',
      `The pod ${pod.name} is being drained and takes nothing new.`,
      path,
    );
  }
  if (seatsFor(pod.seats, kind) === null)
    throw invalid(`The pod ${pod.name} has no seats for ${kind}.`, path);
}
