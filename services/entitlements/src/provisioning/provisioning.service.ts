import { DomainError, newId, notFound, type Author, type Session } from '@plimsoll/shared';
import { findApprovalRules } from '../approval-policy/index.js';
import {
  approvalsOwed,
  findUnderWay,
  planSteps,
  provisioningRequests,
  stepsOfMove,
  stepsOfOrder,
  type PlannedStep,
  type ProvisioningLine,
  type ProvisioningRequestRecord,
} from '../provisioning-request/index.js';
import { moveOrderWith, takeSeats } from '../provisioning-run/index.js';
import { findMonthlyTotals, lockMovable } from './provisioning.store.js';

/** What is to be provisioned for an order. */
export interface OrderToProvision {
  kind: 'FULFIL_ORDER';
  orderId: string;
  customerId: string;
  /** The highest tier among the plans of its lines. */
  tier: 1 | 2 | 3;
  now: Date;
  /** One or more; the subscriptions of NEW lines have begun and are not activated. */
  lines: ProvisioningLine[];
}

/**
 * Asks for an order to be provisioned, in the transaction that places it. Where no approval is owed, the seats of new
 * subscriptions are held at once: the answer is queued, or waits for capacity and says why.
 */
export async function requestProvisioning(
  tx: Session,
  author: Author,
  given: OrderToProvision,
): Promise<ProvisioningRequestRecord> {
  const { orderId, customerId, tier, now, lines } = given;
  const totals = await findMonthlyTotals(tx, lines);
  const owed = approvalsOwed(tier, totals, await findApprovalRules(tx));
  const request: ProvisioningRequestRecord = {
    ...blank(author, now),
    kind: 'FULFIL_ORDER',
    orderId,
    customerId,
    tier,
    status: owed > 0 ? 'AWAITING_APPROVAL' : 'QUEUED',
    approvalsOwed: owed,
    lines,
  };
  return begin(tx, author, request, stepsOfOrder(lines), now);
}

/**
 * Asks for a subscription's tenant to be moved to another pod: to the one that is named, else to one that placement
 * chooses in the same region. A seat there is held at once, or the request waits for one.
 *
 * @throws DomainError `NOT_FOUND`; `INVALID_TRANSITION` for a subscription that is not activated, is on that pod
 *   already, or is being moved
 */
export async function requestMove(
  tx: Session,
  author: Author,
  given: { subscriptionId: string; toPodId: string | null; reason: string; now: Date },
): Promise<ProvisioningRequestRecord> {
  const { subscriptionId, toPodId, reason, now } = given;
  const path = ['subscriptionId'];
  const found = await lockMovable(tx, subscriptionId);
  if (!found) throw notFound('subscription', subscriptionId, path);
  const { customerId, kind, vertical, region, podId, activatedAt } = found;
  if (activatedAt === null || podId === null) throw immovable('it is on no pod yet', path);
  if (toPodId === podId) throw immovable('it is on that pod already', ['toPodId']);
  const other = await findUnderWay(tx, 'MOVE', subscriptionId);
  if (other !== null) throw immovable(`${other} is moving it already`, path);
  const line: ProvisioningLine = {
    number: 1,
    action: 'CHANGE',
    subscriptionId,
    kind,
    region,
    vertical,
    branding: null,
    payload: {},
  };
  const request: ProvisioningRequestRecord = {
    ...blank(author, now),
    kind: 'MOVE',
    customerId,
    lines: [line],
    toPodId,
  };
  return begin(tx, { ...author, reason }, request, stepsOfMove(), now);
}

async function begin(
  tx: Session,
  author: Author,
  request: ProvisioningRequestRecord,
  steps: readonly PlannedStep[],
  now: Date,
): Promise<ProvisioningRequestRecord> {
  await provisioningRequests.create(tx, author, [request]);
  await planSteps(tx, request.id, steps);
  const begun = request.status === 'AWAITING_APPROVAL' ? request : await takeSeats(tx, author, request, now);
  await moveOrderWith(tx, author, begun);
  return begun;
}

function blank(author: Author, now: Date): ProvisioningRequestRecord {
  return {
    id: newId('prv'),
    version: 1,
    externalId: null,
    source: null,
    kind: 'FULFIL_ORDER',
    orderId: null,
    customerId: '',
    tier: 1,
    status: 'QUEUED',
    reason: null,
    outcome: null,
    requestedBy: author.actorId,
    requestedAt: now,
    finishedAt: null,
    approvalsOwed: 0,
    approvalsGiven: 0,
    lines: [],
    toPodId: null,
  };
}

function immovable(because: string, path: readonly string[]): DomainError {
  return new DomainError('INVALID_TRANSITION', `The subscription cannot be moved: ${because}.`, path);
}
