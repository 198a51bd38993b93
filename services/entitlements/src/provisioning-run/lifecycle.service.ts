import { emit, type Author, type Session } from '@plimsoll/shared';
import {
  moveStep,
  provisioningRequests,
  restUntil,
  skipUnbegun,
  stepsOf,
  type ProvisioningLine,
  type ProvisioningRequestRecord,
  type RequestStatus,
  type StepRecord,
} from '../provisioning-request/index.js';
import { moveOrder } from '../order/index.js';
import { holdAllPods } from '../pod-capacity/index.js';
import { abandonSubscription } from '../subscription-step/index.js';
import type { StepContext } from './saga-step.js';
import { schedule } from './schedule.js';
import { sagaSteps } from './steps.js';

/** How long a request that waits for capacity rests before it asks again unasked. */
const WAIT_MS = 60_000;

/** In what words the events of a request tell of its status. */
const VERBS: Partial<Record<RequestStatus, string>> = {
  QUEUED: 'queued',
  WAITING_FOR_CAPACITY: 'waiting_for_capacity',
  COMPENSATING: 'compensating',
  SUCCEEDED: 'succeeded',
  FAILED: 'failed',
  REJECTED: 'rejected',
  CANCELLED: 'cancelled',
};

/** What the status of a request makes of its order; while it is being undone, the order stays as it is. */
const ORDER_STATUS = {
  AWAITING_APPROVAL: 'AWAITING_APPROVAL',
  QUEUED: 'PLACED',
  RUNNING: 'IN_PROGRESS',
  WAITING_FOR_CAPACITY: 'WAITING_FOR_CAPACITY',
  COMPENSATING: null,
  SUCCEEDED: 'FULFILLED',
  FAILED: 'FAILED',
  REJECTED: 'REJECTED',
  CANCELLED: 'CANCELLED',
} as const satisfies Record<RequestStatus, unknown>;

/** The platform itself, as author of what it does by its own rules. */
export const PLATFORM: Author = { actorId: null };

/** Whoever placed a request, as author of what it does to customers' records. */
function authorOfRequest(request: ProvisioningRequestRecord): Author {
  const reason = request.orderId === null ? 'Moved to another pod' : `Order ${request.orderId}`;
  return { actorId: request.requestedBy, reason };
}

/** Lets a request's order, if it has one, stand where the request does. */
export async function moveOrderWith(
  tx: Session,
  author: Author,
  { orderId, status, reason }: ProvisioningRequestRecord,
): Promise<void> {
  const next = ORDER_STATUS[status];
  if (orderId !== null && next !== null) await moveOrder(tx, author, orderId, next, reason);
}

/** Gives a request, which this transaction has locked, another status, with its order and the event that names it. */
export async function moveRequest(
  tx: Session,
  author: Author,
  request: ProvisioningRequestRecord,
  change: Partial<ProvisioningRequestRecord> & { status: RequestStatus },
): Promise<ProvisioningRequestRecord> {
  const next = await provisioningRequests.update(tx, author, request.id, request.version, () => change);
  await moveOrderWith(tx, author, next);
  const verb = VERBS[next.status];
  if (verb && next.status !== request.status) await emit(tx, [provisioningRequests.event(next, verb)]);
  return next;
}

/** What a step knows when it is its turn in this transaction. */
export function contextOf(
  tx: Session,
  request: ProvisioningRequestRecord,
  steps: readonly StepRecord[],
  step: StepRecord,
  now: Date,
): StepContext {
  const line = request.lines.find(({ number }) => number === step.line) ?? null;
  return { tx, author: authorOfRequest(request), request, step, steps, line, now };
}

/**
 * Takes the leading steps of a request, those that hold seats, in the caller's transaction: afterwards the request is
 * queued to be moved on, or waits for capacity with the reason.
 */
export async function takeSeats(
  tx: Session,
  author: Author,
  given: ProvisioningRequestRecord,
  now: Date,
): Promise<ProvisioningRequestRecord> {
  const steps = await stepsOf(tx, given.id);
  // One line after another chooses among the pods of its region.
  if (steps.filter(({ name, status }) => name === 'CHOOSE_POD' && status !== 'DONE').length > 1) {
    await holdAllPods(tx);
  }
  for (const [index, step] of steps.entries()) {
    if (step.status === 'DONE') continue;
    const taken = sagaSteps[step.name];
    if (taken.where !== 'DATABASE' || !['CHOOSE_POD', 'RESERVE_CAPACITY'].includes(step.name)) break;
    const outcome = await taken.perform(contextOf(tx, given, steps, step, now));
    if (outcome.kind === 'WAIT') return waitForCapacity(tx, author, given, step, outcome, now);
    const done = await moveStep(tx, step, {
      status: 'DONE',
      attempts: step.attempts + 1,
      error: null,
      at: now,
      result: outcome.result,
    });
    if (done) steps[index] = done;
  }
  await schedule(tx, given);
  await restUntil(tx, given.id, null);
  return given.status === 'QUEUED'
    ? given
    : moveRequest(tx, author, given, { status: 'QUEUED', reason: null });
}

/** A step found no seat: its request waits, and asks again when one is freed, or after a minute. */
export async function waitForCapacity(
  tx: Session,
  author: Author,
  request: ProvisioningRequestRecord,
  step: StepRecord,
  { reason, result }: { reason: string; result: StepRecord['result'] },
  now: Date,
): Promise<ProvisioningRequestRecord> {
  await moveStep(tx, step, {
    status: 'PENDING',
    attempts: step.attempts + 1,
    error: reason,
    at: now,
    result,
  });
  await restUntil(tx, request.id, new Date(now.getTime() + WAIT_MS));
  return moveRequest(tx, author, request, { status: 'WAITING_FOR_CAPACITY', reason });
}

/** A request begins to be undone, for a reason: what its steps did is taken back from the last to the first. */
export async function giveUp(
  tx: Session,
  author: Author,
  request: ProvisioningRequestRecord,
  outcome: 'FAILED' | 'CANCELLED',
  reason: string,
): Promise<ProvisioningRequestRecord> {
  await restUntil(tx, request.id, null);
  await schedule(tx, request);
  return moveRequest(tx, author, request, { status: 'COMPENSATING', outcome, reason });
}

/** Nothing is left of a request: its new subscriptions are given up, and it has come to its end. */
export async function endWithout(
  tx: Session,
  author: Author,
  request: ProvisioningRequestRecord,
  status: 'FAILED' | 'CANCELLED' | 'REJECTED',
  reason: string,
  now: Date,
): Promise<ProvisioningRequestRecord> {
  for (const { action, subscriptionId } of linesInOrder(request)) {
    if (action === 'NEW') await abandonSubscription(tx, author, subscriptionId, reason, now);
  }
  await skipUnbegun(tx, request.id);
  await restUntil(tx, request.id, null);
  return moveRequest(tx, author, request, { status, reason, finishedAt: now });
}

/** Lines in one order of subscriptions for everybody, so that no two transactions wait for each other. */
function linesInOrder({ lines }: ProvisioningRequestRecord): ProvisioningLine[] {
  return [...lines].sort((a, b) => (a.subscriptionId < b.subscriptionId ? -1 : 1));
}
