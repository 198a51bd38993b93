import { invalid, type Session } from '@plimsoll/shared';
import {
  changeTypeOf,
  chargeOf,
  priceOfUnits,
  priceWithAdded,
  type OrderChannelName,
} from '../order/index.js';
import { planRecords } from '../plan/index.js';
import { termOn, type Term } from '../subscription-event/index.js';
import { cancelStep, changeStep, renewStep, type OrderedChange } from '../subscription-step/index.js';
import { currencyMismatch, productMismatch, type SubscriptionRecord } from '../subscription/index.js';
import { agreement, listed, type DraftLine, type Given, type Placing } from './line-price.service.js';
import { checkEffectiveOn, checkUnits, isFree, linePath } from './order-placement.rules.js';

/**
 * Checks and prices a line about a subscription that is on record.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID`, `INVALID_TRANSITION`, `CURRENCY_MISMATCH`, `PRODUCT_MISMATCH`
 */
export async function draftStep(
  tx: Session,
  placing: Placing,
  given: Given,
  index: number,
  current: SubscriptionRecord,
): Promise<DraftLine> {
  const { today, channel } = placing;
  const { action } = given;
  const on = dayOf(given, current, today, channel, index);
  const before: Pick<Term, 'planId' | 'quantity' | 'monthlyPrice'> & { to?: string | null } =
    termOn(current.terms, on) ?? current;
  const plan = await planRecords.require(tx, given.planId ?? before.planId, linePath(index, 'planId'));
  if (plan.productId !== current.productId) throw productMismatch('planId');
  const units =
    action === 'ADD_ON' ? before.quantity + (given.quantity ?? 0) : (given.quantity ?? before.quantity);
  const quantity = checkUnits(units, linePath(index, 'quantity'));
  const changes = plan.id !== before.planId || quantity !== before.quantity;
  const price = changes && !isFree(current.kind) ? await listed(tx, placing, plan, quantity, on) : null;
  const agreed = agreement(placing, given, current.currency);
  let after = before.monthlyPrice;
  if (action === 'TERMINATE') after = '0';
  else if (isFree(current.kind)) after = '0';
  else if (agreed) after = agreed.amount;
  else if (changes) {
    if (price === null) {
      throw invalid(
        'Neither a price list nor the plan prices it; an admin or manager may agree on a `monthlyPrice`.',
        linePath(index, 'planId'),
      );
    }
    if (price.currency !== current.currency)
      throw currencyMismatch(price.currency, current.currency, 'planId');
    after =
      action === 'ADD_ON'
        ? priceWithAdded(before.monthlyPrice, price.amount, given.quantity ?? 0, 'quantity')
        : priceOfUnits(price.amount, quantity, 'quantity');
  }
  const conditions = {
    planId: plan.id === before.planId ? null : plan.id,
    quantity: quantity === before.quantity ? null : quantity,
    monthlyPrice: after === before.monthlyPrice || action === 'TERMINATE' ? null : after,
  };
  const changeType =
    action === 'ADD_ON' ? 'ADD_ON' : action === 'CHANGE' ? changeTypeOf(before.monthlyPrice, after) : null;
  const payload = payloadOf(given, current, today, on, conditions, changeType);
  const until = [before.to ?? null, current.endedOn].filter((day) => day !== null && day > on).sort()[0];
  const charge = chargeOf({
    on,
    endsOn: until ?? null,
    before: before.monthlyPrice,
    after,
    currency: current.currency,
  });
  return {
    subscriptionId: current.id,
    autoRenew: current.autoRenew,
    payload,
    tier: plan.tier,
    line: {
      number: index + 1,
      action,
      changeType,
      planId: plan.id,
      kind: current.kind,
      quantity,
      quantityBefore: before.quantity,
      region: null,
      vertical: null,
      branding: null,
      effectiveOn: on,
      endsOn: null,
      term: current.term,
      reason: given.reason,
      unitPrice: price?.amount ?? null,
      priceListId: price?.priceListId ?? null,
      monthlyPrice: after,
      monthlyPriceBefore: before.monthlyPrice,
      currency: current.currency,
      chargeFrom: charge.from,
      chargeTo: charge.to,
      chargeAmount: charge.amount,
    },
  };
}

/** The day on which a step takes effect: as asked for, else the renewal date of a RENEW or TERMINATE, else today. */
function dayOf(
  given: Given,
  current: SubscriptionRecord,
  today: string,
  channel: OrderChannelName,
  index: number,
): string {
  const end = current.renewsOn ?? current.endedOn;
  const usual =
    given.action === 'RENEW'
      ? current.renewsOn
      : given.action === 'TERMINATE' && end !== null && end > today
        ? end
        : null;
  const day = given.effectiveOn ?? usual ?? later(today, current);
  // A renewal that has come due stands for its own date, however late it is asked for.
  const overdue = given.action === 'RENEW' && day === current.renewsOn;
  const earliest = overdue || channel === 'PLATFORM' ? current.startedOn : today;
  return checkEffectiveOn(day, today, earliest, linePath(index, 'effectiveOn'));
}

function later(today: string, { startedOn }: SubscriptionRecord): string {
  return startedOn > today ? startedOn : today;
}

/** What provisioning is told of a line; the step is rehearsed, so that what cannot be done is refused now. */
function payloadOf(
  given: Given,
  current: SubscriptionRecord,
  today: string,
  on: string,
  conditions: Pick<OrderedChange, 'planId' | 'quantity' | 'monthlyPrice'>,
  changeType: OrderedChange['type'] | null,
): DraftLine['payload'] {
  if (given.action === 'TERMINATE') {
    const cancellation = { cancelledOn: today, endsOn: on, reason: given.reason };
    cancelStep(current, today, cancellation);
    return cancellation;
  }
  if (given.action === 'RENEW') {
    const { patch } = renewStep(current, today, { on, renewsOn: null }, conditions);
    return { on, renewsOn: patch.renewsOn ?? null, ...conditions };
  }
  if (Object.values(conditions).every((value) => value === null)) {
    throw invalid('Neither plan nor quantity nor price changes.', ['quantity']);
  }
  const type = changeType ?? 'UPGRADED';
  changeStep(current, today, type, on, conditions);
  return { type, on, ...conditions };
}
