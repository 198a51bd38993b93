import {
  checkCurrency,
  checkText,
  DomainError,
  hasRole,
  invalid,
  type Principal,
  type Session,
} from '@plimsoll/shared';
import { checkBranding } from '../branding/index.js';
import type { CustomerRecord } from '../customer/index.js';
import {
  agreedPrice,
  changeTypeOf,
  chargeOf,
  priceOfUnits,
  priceWithAdded,
  type OrderChannelName,
  type OrderLineRecord,
} from '../order/index.js';
import { planRecords, type PlanRecord } from '../plan/index.js';
import { unitPriceFor } from '../price-list/index.js';
import { termOn, type Term } from '../subscription-event/index.js';
import {
  cancelStep,
  changeStep,
  renewStep,
  type OrderedCancellation,
  type OrderedChange,
  type OrderedRenewal,
} from '../subscription-step/index.js';
import {
  currencyMismatch,
  productMismatch,
  renewsByItself,
  type RenewalTerm,
  type SubscriptionRecord,
} from '../subscription/index.js';
import { grantTrial } from '../trial-policy/index.js';
import {
  checkEffectiveOn,
  checkEndsOn,
  checkKind,
  checkUnits,
  inLine,
  isFree,
  linePath,
  type AskedLine,
} from './order-placement.rules.js';

/** Who orders, for whom and when. */
export interface Placing {
  customer: CustomerRecord;
  /** Null: the platform itself. */
  principal: Principal | null;
  channel: OrderChannelName;
  /** The day where the customer is. */
  today: string;
}

/** A line that may be placed: as it is to be stored, what provisioning is told, and the plan's tier. */
export interface DraftLine {
  line: Omit<OrderLineRecord, 'orderId' | 'subscriptionId'>;
  /** Null: the line makes one. */
  subscriptionId: string | null;
  autoRenew: boolean;
  payload: OrderedChange | OrderedRenewal | OrderedCancellation | null;
  tier: number | null;
}

const STEP_FIELDS = { on: 'effectiveOn', endsOn: 'effectiveOn', id: 'subscriptionId' };

/**
 * Checks and prices one line against what is on record; the transaction holds the lock of its subscription.
 *
 * @param subscription what the line is about; null for a NEW line
 * @throws DomainError with the path into the lines: `NOT_FOUND`, `INVALID`, `INVALID_TRANSITION`, `CURRENCY_MISMATCH`,
 *   `PRODUCT_MISMATCH`, `TRIAL_POLICY`, `TRIAL_USED`
 */
export async function draftLine(
  tx: Session,
  placing: Placing,
  asked: AskedLine,
  index: number,
  subscription: SubscriptionRecord | null,
): Promise<DraftLine> {
  try {
    const reason = asked.reason == null ? null : checkText(asked.reason, 'reason');
    const given = { ...asked, reason };
    if (subscription === null) return await draftNew(tx, placing, given, index);
    return await draftStep(tx, placing, given, index, subscription);
  } catch (error) {
    throw inLine(error, index, subscription === null ? {} : STEP_FIELDS);
  }
}

type Given = AskedLine & { reason: string | null };

async function draftNew(tx: Session, placing: Placing, given: Given, index: number): Promise<DraftLine> {
  const { customer, principal, channel, today } = placing;
  const plan = await planRecords.require(tx, given.planId ?? '', linePath(index, 'planId'));
  const kind = given.kind ?? 'STANDARD';
  checkKind(kind, channel, linePath(index, 'kind'));
  const quantity = given.quantity ?? 1;
  const effectiveOn = checkEffectiveOn(
    given.effectiveOn ?? today,
    today,
    today,
    linePath(index, 'effectiveOn'),
  );
  let endsOn =
    given.endsOn == null ? null : checkEndsOn(given.endsOn, effectiveOn, linePath(index, 'endsOn'));
  if (kind === 'TRIAL' && principal !== null) {
    const asked = endsOn === null ? null : daysBetween(effectiveOn, endsOn);
    const days = await grantTrial(tx, principal, asked, {
      customerId: customer.id,
      productId: plan.productId,
    });
    endsOn = dayAfter(effectiveOn, days);
  }
  const usual = kind === 'STANDARD' && endsOn === null ? 'MONTHLY' : null;
  const term = (given.term as RenewalTerm | null | undefined) ?? usual;
  const price = await listed(tx, placing, plan, quantity, effectiveOn);
  const agreed = agreement(placing, given, price?.currency ?? plan.currency);
  const currency = agreed?.currency ?? price?.currency ?? plan.currency;
  if (currency === null || (agreed === null && price === null && !isFree(kind))) {
    throw invalid(
      'Neither a price list nor the plan prices it; an admin or manager may agree on a `monthlyPrice`.',
      linePath(index, 'planId'),
    );
  }
  const after = isFree(kind)
    ? '0'
    : (agreed?.amount ?? priceOfUnits(price?.amount ?? '0', quantity, 'quantity'));
  const charge = chargeOf({ on: effectiveOn, endsOn, before: '0', after, currency });
  return {
    subscriptionId: null,
    autoRenew: given.autoRenew ?? renewsByItself(term),
    payload: null,
    tier: plan.tier,
    line: {
      number: index + 1,
      action: 'NEW',
      changeType: null,
      planId: plan.id,
      kind,
      quantity,
      quantityBefore: null,
      region: placeOf(given.region, 'region') ?? customer.region,
      vertical: placeOf(given.vertical, 'vertical') ?? customer.vertical,
      branding: given.branding == null ? null : checkBranding(given.branding, linePath(index, 'branding')),
      effectiveOn,
      endsOn,
      term,
      reason: given.reason,
      unitPrice: isFree(kind) ? null : (price?.amount ?? null),
      priceListId: isFree(kind) ? null : (price?.priceListId ?? null),
      monthlyPrice: after,
      monthlyPriceBefore: '0',
      currency,
      chargeFrom: charge.from,
      chargeTo: charge.to,
      chargeAmount: charge.amount,
    },
  };
}

async function draftStep(
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

function listed(tx: Session, { customer }: Placing, plan: PlanRecord, quantity: number, on: string) {
  return unitPriceFor(tx, { partnerId: customer.partnerId, planId: plan.id, quantity, on });
}

/** The price that was agreed instead of the listed one, null where none was. */
function agreement(
  { principal }: Placing,
  { monthlyPrice, reason }: Given,
  currency: string | null,
): { amount: string; currency: string } | null {
  if (monthlyPrice == null) return null;
  if (!hasRole(principal, 'admin', 'manager')) {
    throw new DomainError('INVALID', 'Only an admin or a manager agrees on another price.', ['monthlyPrice']);
  }
  if (reason === null) throw invalid('Another price needs a `reason`.', ['reason']);
  if (currency !== null && monthlyPrice.currency !== currency) {
    throw currencyMismatch(monthlyPrice.currency, currency, 'monthlyPrice');
  }
  return {
    amount: agreedPrice(monthlyPrice.amount, 'monthlyPrice'),
    currency: checkCurrency(monthlyPrice.currency, 'monthlyPrice'),
  };
}

function placeOf(text: string | null | undefined, field: string): string | null {
  return text == null ? null : checkText(text, field, 100);
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
