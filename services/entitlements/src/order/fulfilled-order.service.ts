import { newId, type Author, type Session } from '@plimsoll/shared';
import type { CustomerRecord } from '../customer/index.js';
import type { SubscriptionRecord } from '../subscription/index.js';
import { chargeOf } from './order-pricing.rules.js';
import { kindOf, type OrderActionName } from './order.rules.js';
import { createOrder, type OrderLineRecord, type OrderRecord } from './order.store.js';

/** A step that has been taken, as a line of an order. */
export interface StepTaken {
  action: OrderActionName;
  /** As it is since. */
  subscription: SubscriptionRecord;
  planId: string;
  quantity: number;
  /** Null for a new one. */
  quantityBefore: number | null;
  /** The first day on which it counts; of a TERMINATE the first day out. */
  effectiveOn: string;
  monthlyPrice: string;
  monthlyPriceBefore: string;
  reason: string | null;
}

/**
 * Puts on record as an order, fulfilled at once, what staff did to subscriptions by hand and what needs nothing to be
 * provisioned: a renewal, or a conversion, whose tenant stays where it is.
 *
 * @param steps one or more, each about another subscription of the customer
 */
export async function recordFulfilled(
  tx: Session,
  author: Author,
  { customer, steps, now }: { customer: CustomerRecord; steps: readonly StepTaken[]; now: Date },
): Promise<OrderRecord> {
  const id = newId('ord');
  const lines = steps.map((step, index): OrderLineRecord => {
    const { subscription, monthlyPriceBefore: before, monthlyPrice: after } = step;
    const { endedOn, currency } = subscription;
    const endsOn = step.action === 'TERMINATE' ? null : endedOn;
    const charge = chargeOf({ on: step.effectiveOn, endsOn, before, after, currency });
    return {
      orderId: id,
      number: index + 1,
      action: step.action,
      changeType: null,
      subscriptionId: subscription.id,
      planId: step.planId,
      kind: subscription.kind,
      quantity: step.quantity,
      quantityBefore: step.quantityBefore,
      region: null,
      vertical: null,
      branding: null,
      effectiveOn: step.effectiveOn,
      endsOn,
      term: subscription.term,
      reason: step.reason,
      unitPrice: null,
      priceListId: null,
      monthlyPrice: after,
      monthlyPriceBefore: before,
      currency,
      chargeFrom: charge.from,
      chargeTo: charge.to,
      chargeAmount: charge.amount,
    };
  });
  const order: OrderRecord & { lines: OrderLineRecord[] } = {
    id,
    version: 1,
    externalId: null,
    source: null,
    status: 'FULFILLED',
    statusReason: null,
    statusSince: now,
    kind: kindOf(lines.map(({ action }) => action)),
    customerId: customer.id,
    partnerId: customer.partnerId,
    placedBy: author.actorId,
    channel: 'STAFF',
    placedAt: now,
    note: null,
    lines,
  };
  await createOrder(tx, author, order);
  return order;
}
