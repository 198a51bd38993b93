import {
  authorize,
  authorOf,
  checkText,
  idempotently,
  newId,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords } from '../customer/index.js';
import { refreshImplied } from '../implied-entitlement/index.js';
import { recordFulfilled, type StepTaken } from '../order/index.js';
import { planRecords } from '../plan/index.js';
import { requireSeat } from '../pod-capacity/index.js';
import { productMismatch, subscriptionRecords, type SubscriptionRecord } from '../subscription/index.js';
import { handOverTenant } from '../tenant/index.js';
import * as steps from './subscription-step.rules.js';
import { beginning, store, type Beginning } from './subscription-step.service.js';
import type { ConvertSubscriptionInput } from './subscription-step.types.js';

/**
 * Ends a trial, or another subscription that is not paid for, in favour of a paid one that begins on the same day and
 * is answered. It keeps pod and tenant, so that nothing is provisioned; what it charges is on record as an order that
 * is fulfilled at once. Roles: admin, manager, operator.
 */
export async function convertSubscription(
  context: RequestContext,
  input: ConvertSubscriptionInput,
): Promise<SubscriptionRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  const { principal, session, now } = context;
  const key = checkText(input.idempotencyKey, 'idempotencyKey');
  const request = { principal, mutation: 'convertSubscription', key, body: input };
  return session.transaction(async (tx) => {
    const { id } = await idempotently(tx, request, async () => {
      const free = await endConverted(context, tx, input);
      const { productId } = await planRecords.require(tx, input.planId, ['planId']);
      if (productId !== free.productId) throw productMismatch('planId');
      const values = await beginning(context, tx, {
        customerId: free.customerId,
        planId: input.planId,
        kind: 'STANDARD' as Beginning['kind'],
        quantity: input.quantity,
        monthlyPrice: input.monthlyPrice ?? null,
        term: input.term ?? null,
        startedOn: free.endedOn,
      });
      const kept = { id: newId('sub'), version: 1, externalId: null, source: null };
      const paid: SubscriptionRecord = { ...values, ...kept, podId: free.podId };
      const author = authorOf(context, `Converted from ${free.id}`);
      await subscriptionRecords.create(tx, author, [paid]);
      await refreshImplied(tx, author, [paid]);
      await handOverTenant(tx, author, free.id, paid.id);
      await recordFulfilled(tx, author, {
        customer: await customerRecords.require(tx, free.customerId, ['subscriptionId']),
        steps: [ended(free), begun(paid)],
        now,
      });
      return paid;
    });
    return subscriptionRecords.require(tx, id, ['subscriptionId']);
  });
}

/** Ends what is converted; its seat is the one that the paid subscription takes. */
function endConverted(
  context: RequestContext,
  tx: Session,
  input: ConvertSubscriptionInput,
): Promise<SubscriptionRecord> {
  return store(context, tx, { ...input, id: input.subscriptionId }, async (_tx, current, today) => {
    const step = steps.convert(current, today, input.on ?? today);
    const { podId, kind: replaces } = current;
    const claim = { kind: 'STANDARD' as const, now: context.now, replaces, path: ['subscriptionId'] };
    if (podId !== null) await requireSeat(tx, { ...claim, podId });
    return step;
  });
}

function ended(free: SubscriptionRecord): StepTaken {
  const last = free.terms.at(-1) ?? free;
  return {
    action: 'TERMINATE',
    subscription: free,
    planId: last.planId,
    quantity: last.quantity,
    quantityBefore: last.quantity,
    effectiveOn: free.endedOn ?? free.startedOn,
    monthlyPrice: '0',
    monthlyPriceBefore: last.monthlyPrice,
    reason: 'converted',
  };
}

function begun(paid: SubscriptionRecord): StepTaken {
  return {
    action: 'NEW',
    subscription: paid,
    planId: paid.planId,
    quantity: paid.quantity,
    quantityBefore: null,
    effectiveOn: paid.startedOn,
    monthlyPrice: paid.monthlyPrice,
    monthlyPriceBefore: '0',
    reason: null,
  };
}
