import {
  authorize,
  authorOf,
  checkText,
  conflict,
  DomainError,
  emit,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import {
  CANCELLABLE,
  findByOrders,
  lockRequest,
  MOVING,
  provisioningRequests,
  restUntil,
  type ProvisioningRequestRecord,
} from '../provisioning-request/index.js';
import { endWithout, giveUp, schedule, takeSeats } from '../provisioning-run/index.js';
import { storeApproval, type ApprovalRecord } from './approval.store.js';

/** Which request, as the caller has read it. */
interface Decided {
  id: string;
  expectedVersion: number;
}

/**
 * Agrees to a request; once as many people have as it owes, its seats are held and it is queued. Roles: manager,
 * admin; never who placed it.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_TRANSITION`, `OWN_REQUEST`, `ALREADY_DECIDED`
 */
export async function approveRequest(
  context: RequestContext,
  input: Decided & { comment?: string | null },
): Promise<ProvisioningRequestRecord> {
  authorize(context, 'manager', 'admin');
  const comment = input.comment == null ? null : checkText(input.comment, 'comment');
  const author = authorOf(context, comment);
  return context.session.transaction(async (tx) => {
    const request = await requireUndecided(tx, input);
    await record(tx, author, request, 'APPROVED', comment, context.now);
    const approvalsGiven = request.approvalsGiven + 1;
    const agreed = await provisioningRequests.update(tx, author, request.id, request.version, () => ({
      approvalsGiven,
    }));
    await emit(tx, [provisioningRequests.event(agreed, 'approved')]);
    return approvalsGiven < request.approvalsOwed ? agreed : takeSeats(tx, author, agreed, context.now);
  });
}

/**
 * Refuses a request for good: its order is rejected and what it would have begun is given up. Roles: manager, admin;
 * never who placed it.
 *
 * @throws DomainError as {@link approveRequest}
 */
export async function rejectRequest(
  context: RequestContext,
  input: Decided & { reason: string },
): Promise<ProvisioningRequestRecord> {
  authorize(context, 'manager', 'admin');
  const reason = checkText(input.reason, 'reason');
  const author = authorOf(context, reason);
  return context.session.transaction(async (tx) => {
    const request = await requireUndecided(tx, input);
    await record(tx, author, request, 'REJECTED', reason, context.now);
    return endWithout(tx, author, request, 'REJECTED', reason, context.now);
  });
}

/**
 * Tries again at once what waits: for capacity, for the next try of a step, or for the next try to take one back.
 * Roles: admin, manager, operator, agent.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_TRANSITION` for a request that has ended or awaits approval
 */
export async function retryRequest(
  context: RequestContext,
  input: Decided,
): Promise<ProvisioningRequestRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  const author = authorOf(context);
  return context.session.transaction(async (tx) => {
    const request = await lockAsRead(tx, input);
    if (request.status === 'WAITING_FOR_CAPACITY') return takeSeats(tx, author, request, context.now);
    if (!MOVING.includes(request.status)) throw invalidTransition('retried', request);
    await restUntil(tx, request.id, null);
    await schedule(tx, request);
    return request;
  });
}

/**
 * Gives a request up: what its steps did is taken back. Roles: admin, manager, operator.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_TRANSITION` for a request that has ended or is being undone
 */
export async function cancelRequest(
  context: RequestContext,
  input: Decided & { reason: string },
): Promise<ProvisioningRequestRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const reason = checkText(input.reason, 'reason');
  const author = authorOf(context, reason);
  return context.session.transaction(async (tx) =>
    cancel(tx, author, await lockAsRead(tx, input), reason, context.now),
  );
}

/**
 * Gives up what fulfils an order, in the transaction that cancels it; the order becomes `CANCELLED` once everything
 * is taken back, which is at once where nothing was begun.
 *
 * @throws DomainError `INVALID_TRANSITION` for an order that has ended or is being undone
 */
export async function cancelProvisioning(
  tx: Session,
  author: Author,
  given: { orderId: string; reason: string; now: Date },
): Promise<ProvisioningRequestRecord> {
  const { orderId, reason, now } = given;
  const found = (await findByOrders(tx, [orderId])).get(orderId);
  if (!found)
    throw new DomainError('INVALID_TRANSITION', `Nothing is being provisioned for ${orderId}.`, ['id']);
  return cancel(tx, author, await lockRequest(tx, found.id), reason, now);
}

function cancel(
  tx: Session,
  author: Author,
  request: ProvisioningRequestRecord,
  reason: string,
  now: Date,
): Promise<ProvisioningRequestRecord> {
  if (!CANCELLABLE.includes(request.status)) throw invalidTransition('cancelled', request);
  // Before it is approved no step has been taken.
  return request.status === 'AWAITING_APPROVAL'
    ? endWithout(tx, author, request, 'CANCELLED', reason, now)
    : giveUp(tx, author, request, 'CANCELLED', reason);
}

async function lockAsRead(tx: Session, { id, expectedVersion }: Decided): Promise<ProvisioningRequestRecord> {
  const request = await lockRequest(tx, id);
  if (request.version !== expectedVersion) throw conflict('provisioning request', request.version);
  return request;
}

async function requireUndecided(tx: Session, input: Decided): Promise<ProvisioningRequestRecord> {
  const request = await lockAsRead(tx, input);
  if (request.status !== 'AWAITING_APPROVAL') throw invalidTransition('decided about', request);
  return request;
}

async function record(
  tx: Session,
  author: Author,
  request: ProvisioningRequestRecord,
  verdict: ApprovalRecord['verdict'],
  comment: string | null,
  at: Date,
): Promise<void> {
  const person = author.actorId ?? '';
  if (person === request.requestedBy || author.subject === request.requestedBy) {
    throw new DomainError('OWN_REQUEST', 'Somebody else has to decide about what you have placed.', ['id']);
  }
  if (!(await storeApproval(tx, { requestId: request.id, person, verdict, comment, at }))) {
    throw new DomainError('ALREADY_DECIDED', 'You have agreed to it already; others have to as well.', [
      'id',
    ]);
  }
}

function invalidTransition(what: string, { id, status }: ProvisioningRequestRecord): DomainError {
  return new DomainError('INVALID_TRANSITION', `${id} is ${status} and cannot be ${what}.`, ['id']);
}
