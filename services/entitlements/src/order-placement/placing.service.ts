import { DomainError, newId, notFound, type Author, type Principal, type Session } from '@plimsoll/shared';
import { dayIn, type CustomerRecord } from '../customer/index.js';
import {
  createOrder,
  findOpenOrders,
  kindOf,
  moveOrder,
  type OrderChannelName,
  type OrderLineRecord,
  type OrderRecord,
} from '../order/index.js';
import { requestProvisioning, type ProvisioningLine } from '../provisioning/index.js';
import { applyRenewal, beginSubscription, type OrderedRenewal } from '../subscription-step/index.js';
import { lockSubscriptions, subscriptionRecords, type SubscriptionRecord } from '../subscription/index.js';
import { draftLine } from './line-draft.service.js';
import type { DraftLine, Placing } from './line-price.service.js';
import { checkLines, linePath, tierOf, type AskedLine } from './order-placement.rules.js';

/** An order to be placed; whoever asks for it has been authorized, and sees what it names. */
export interface OrderToPlace {
  customer: CustomerRecord;
  /** Null: the platform itself. */
  principal: Principal | null;
  channel: OrderChannelName;
  lines: readonly AskedLine[];
  note: string | null;
  now: Date;
}

/**
 * Places an order in the caller's transaction: checks and prices its lines, begins new subscriptions, and asks for
 * its provisioning.
 *
 * @throws DomainError with the path into the lines; `ORDER_OPEN` where another order on a subscription is under way
 */
export async function place(tx: Session, author: Author, given: OrderToPlace): Promise<OrderRecord> {
  const { order, drafts } = await recordOrder(tx, author, given);
  const { id, customerId, lines } = order;
  await requestProvisioning(tx, author, {
    kind: 'FULFIL_ORDER',
    orderId: id,
    customerId,
    tier: tierOf(drafts.map(({ line, tier }) => ({ action: line.action, tier }))),
    now: given.now,
    lines: lines.map((line, index) => toProvision(line, drafts[index]?.payload ?? null)),
  });
  return order;
}

/**
 * Renews a subscription that renews by itself, on its renewal date, by an order that is fulfilled at once: nothing but
 * its record changes, so there is nothing to provision.
 *
 * @throws DomainError as {@link place}
 */
export async function placeRenewal(
  tx: Session,
  author: Author,
  customer: CustomerRecord,
  { id, renewsOn }: SubscriptionRecord,
  now: Date,
): Promise<OrderRecord> {
  const line: AskedLine = { action: 'RENEW', subscriptionId: id, effectiveOn: renewsOn };
  const given = { customer, principal: null, channel: 'PLATFORM' as const, lines: [line], note: null, now };
  const { order, drafts } = await recordOrder(tx, author, given);
  await applyRenewal(tx, author, id, drafts[0]?.payload as OrderedRenewal, now);
  return moveOrder(tx, author, order.id, 'FULFILLED');
}

/** Puts an order on record with what its lines come to; its new subscriptions have begun. */
async function recordOrder(
  tx: Session,
  author: Author,
  given: OrderToPlace,
): Promise<{ order: OrderRecord & { lines: OrderLineRecord[] }; drafts: DraftLine[] }> {
  const { customer, principal, channel, lines: asked, note, now } = given;
  checkLines(asked);
  const placing: Placing = { customer, principal, channel, today: dayIn(customer.timeZone, now) };
  const subscriptions = await holdSubscriptions(tx, customer.id, asked);
  const drafts: DraftLine[] = [];
  for (const [index, line] of asked.entries()) {
    const about = line.subscriptionId == null ? null : (subscriptions.get(line.subscriptionId) ?? null);
    drafts.push(await draftLine(tx, placing, line, index, about));
  }
  const id = newId('ord');
  const lines: OrderLineRecord[] = [];
  for (const draft of drafts) {
    lines.push({
      ...draft.line,
      orderId: id,
      subscriptionId: draft.subscriptionId ?? (await begin(tx, author, customer.id, draft)),
    });
  }
  const order: OrderRecord & { lines: OrderLineRecord[] } = {
    id,
    version: 1,
    externalId: null,
    source: null,
    status: 'PLACED',
    statusReason: null,
    statusSince: now,
    kind: kindOf(lines.map(({ action }) => action)),
    customerId: customer.id,
    partnerId: customer.partnerId,
    placedBy: author.actorId,
    channel,
    placedAt: now,
    note,
    lines,
  };
  await createOrder(tx, author, order);
  return { order, drafts };
}

/** The subscriptions that lines are about, kept from other orders until the transaction ends. */
async function holdSubscriptions(
  tx: Session,
  customerId: string,
  asked: readonly AskedLine[],
): Promise<Map<string, SubscriptionRecord>> {
  const ids = asked.flatMap(({ subscriptionId }) => subscriptionId ?? []);
  await lockSubscriptions(tx, ids);
  const found = await subscriptionRecords.findByIds(tx, ids);
  const open = await findOpenOrders(tx, ids);
  for (const [index, { subscriptionId }] of asked.entries()) {
    if (subscriptionId == null) continue;
    const path = linePath(index, 'subscriptionId');
    if (found.get(subscriptionId)?.customerId !== customerId) {
      throw notFound('subscription', subscriptionId, path);
    }
    const other = open.get(subscriptionId);
    if (other !== undefined) {
      throw new DomainError(
        'ORDER_OPEN',
        `The order ${other} on this subscription is still under way. Wait until it is fulfilled, or cancel it.`,
        path,
      );
    }
  }
  return found;
}

async function begin(
  tx: Session,
  author: Author,
  customerId: string,
  { line, autoRenew }: DraftLine,
): Promise<string> {
  const { planId, kind, quantity, monthlyPrice, currency, term, effectiveOn, endsOn } = line;
  const begun = await beginSubscription(tx, author, {
    customerId,
    planId,
    kind,
    quantity,
    monthlyPrice,
    currency,
    term,
    startedOn: effectiveOn,
    endsOn,
    autoRenew,
  });
  return begun.id;
}

function toProvision(line: OrderLineRecord, payload: DraftLine['payload']): ProvisioningLine {
  const { number, action, subscriptionId, kind, region, vertical, branding } = line;
  return {
    number,
    action,
    subscriptionId,
    kind,
    region,
    vertical,
    branding,
    payload: { ...payload },
  };
}
