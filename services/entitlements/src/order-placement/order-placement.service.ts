import {
  authorize,
  authorOf,
  checkText,
  conflict,
  DomainError,
  idempotently,
  invalid,
  notFound,
  requireKeyScope,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords, enrolCustomer, keepingCsisApart, type CustomerRecord } from '../customer/index.js';
import { orderRecords, type OrderChannelName, type OrderRecord } from '../order/index.js';
import { partnerRecords } from '../partner/index.js';
import { personRecords } from '../person/index.js';
import { cancelProvisioning } from '../provisioning/index.js';
import { subscriptionRecords } from '../subscription/index.js';
import { checkLines, linePath } from './order-placement.rules.js';
import type { CancelOrderInput, PlaceOrderInput } from './order-placement.types.js';
import { place } from './placing.service.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const LONGEST_NOTE = 2_000;

/**
 * Places an order. Roles: admin, manager, operator, agent for every customer; partner for the customers it sees;
 * contact for its own company.
 *
 * @throws DomainError with the path into the input; what the caller does not see is `NOT_FOUND`
 */
export async function placeOrder(context: RequestContext, input: PlaceOrderInput): Promise<OrderRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent', 'partner', 'contact');
  requireKeyScope(context, 'ORDERS');
  const { principal, session, now } = context;
  const channel = channelOf(context);
  const key = checkText(input.idempotencyKey, 'idempotencyKey');
  const note = input.note == null ? null : checkText(input.note, 'note', LONGEST_NOTE);
  checkLines(input.lines);
  const customerId = await requireSeen(context, input, channel);
  const author = authorOf(context, note?.slice(0, 200) ?? null);
  return keepingCsisApart(input.customer?.csi ?? null, () =>
    session.transactionAs(SYSTEM, async (tx) => {
      const { id } = await idempotently(
        tx,
        { principal, mutation: 'placeOrder', key, body: input },
        async () => {
          const customer =
            customerId === null
              ? await enrol(tx, context, input, channel)
              : await holdCustomer(tx, customerId, input.partnerId ?? null);
          refuseLeaving(customer, input);
          return place(tx, author, { customer, principal, channel, lines: input.lines, note, now });
        },
      );
      return orderRecords.require(tx, id, ['idempotencyKey']);
    }),
  );
}

/**
 * Calls off an order that is not fulfilled yet; what was done for it is taken back. Roles: admin, manager, operator,
 * agent; partner and contact for orders they see.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, `INVALID_TRANSITION`
 */
export async function cancelOrder(context: RequestContext, input: CancelOrderInput): Promise<OrderRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent', 'partner', 'contact');
  requireKeyScope(context, 'ORDERS');
  const { session, now } = context;
  const { id, expectedVersion } = input;
  const reason = checkText(input.reason, 'reason');
  await orderRecords.require(session, id, ['id']);
  return session.transactionAs(SYSTEM, async (tx) => {
    const current = await orderRecords.require(tx, id, ['id']);
    if (current.version !== expectedVersion) throw conflict('order', current.version);
    await cancelProvisioning(tx, authorOf(context, reason), { orderId: id, reason, now });
    return orderRecords.require(tx, id, ['id']);
  });
}

/** On whose side the caller is; a partner or contact of nobody is refused like everybody without a role. */
function channelOf({ scope }: RequestContext): OrderChannelName {
  if (scope.kind === 'PARTNER' || scope.kind === 'CONTACT' || scope.kind === 'STAFF') return scope.kind;
  throw new DomainError('NOT_FOUND', 'There is nothing here that you may change.', []);
}

/**
 * Finds whatever the order names under the caller's own scope, and answers the customer's id; null: it is to be
 * enrolled.
 */
async function requireSeen(
  { session, principal }: RequestContext,
  input: PlaceOrderInput,
  channel: OrderChannelName,
): Promise<string | null> {
  const customerId = input.customerId ?? (channel === 'CONTACT' ? (principal.customerId ?? null) : null);
  if ((customerId === null) === (input.customer == null)) {
    throw invalid('Give either `customerId` or `customer`.', ['customerId']);
  }
  if (input.customer != null && channel === 'CONTACT') {
    throw invalid('Staff and partners enrol customers; leave `customer` out.', ['customer']);
  }
  if (input.partnerId != null) await partnerRecords.require(session, input.partnerId, ['partnerId']);
  if (customerId !== null) await customerRecords.require(session, customerId, ['customerId']);
  const managerId = input.customer?.accountManagerId ?? null;
  if (managerId !== null) {
    const path = ['customer', 'accountManagerId'];
    if (channel !== 'STAFF') throw invalid('Only staff names the account manager.', path);
    await personRecords.require(session, managerId, path);
  }
  const ids = input.lines.flatMap(({ subscriptionId }) => subscriptionId ?? []);
  const seen = await subscriptionRecords.findByIds(session, ids);
  for (const [index, { subscriptionId }] of input.lines.entries()) {
    if (subscriptionId == null) continue;
    const own = customerId !== null && seen.get(subscriptionId)?.customerId === customerId;
    if (!own) throw notFound('subscription', subscriptionId, linePath(index, 'subscriptionId'));
  }
  return customerId;
}

/** A customer that stays as it is until the transaction ends. */
async function holdCustomer(
  tx: Session,
  customerId: string,
  partnerId: string | null,
): Promise<CustomerRecord> {
  await tx.query('select from customer where id = $1 for key share', [customerId]);
  const customer = await customerRecords.require(tx, customerId, ['customerId']);
  if (partnerId !== null && !customer.partnerIds.includes(partnerId)) {
    throw invalid('This partner does not resell to the customer.', ['partnerId']);
  }
  return customer;
}

async function enrol(
  tx: Session,
  context: RequestContext,
  input: PlaceOrderInput,
  channel: OrderChannelName,
): Promise<CustomerRecord> {
  const { principal, now } = context;
  const partnerId = input.partnerId ?? (channel === 'PARTNER' ? principal.partnerId : null) ?? null;
  try {
    const given = { name: '', timeZone: 'UTC', ...input.customer, partnerId };
    return await enrolCustomer(tx, authorOf(context), given, now);
  } catch (error) {
    if (!(error instanceof DomainError) || error.inputPath[0] === 'partnerId') throw error;
    throw new DomainError(error.code, error.message, ['customer', ...error.inputPath]);
  }
}

/** A customer that was merged into another, or is leaving, orders nothing but the end of what it has. */
function refuseLeaving({ mergedInto, terminatesOn }: CustomerRecord, input: PlaceOrderInput): void {
  if (mergedInto !== null) {
    throw new DomainError(
      'CUSTOMER_MERGED',
      `This customer was merged into ${mergedInto}; order for that one.`,
      ['customerId'],
    );
  }
  if (terminatesOn !== null && input.lines.some(({ action }) => action !== 'TERMINATE')) {
    throw new DomainError(
      'CUSTOMER_TERMINATED',
      `This customer is leaving: its grace ends on ${terminatesOn}. Withdraw the termination first.`,
      ['customerId'],
    );
  }
}
