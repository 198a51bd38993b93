import { checkText, invalid, type Session } from '@plimsoll/shared';
import { checkBranding } from '../branding/index.js';
import { chargeOf, priceOfUnits } from '../order/index.js';
import { planRecords } from '../plan/index.js';
import { renewsByItself, type RenewalTerm, type SubscriptionRecord } from '../subscription/index.js';
import { grantTrial } from '../trial-policy/index.js';
import { agreement, listed, type DraftLine, type Given, type Placing } from './line-price.service.js';
import {
  checkEffectiveOn,
  checkEndsOn,
  checkKind,
  inLine,
  isFree,
  linePath,
  type AskedLine,
} from './order-placement.rules.js';
import { draftStep } from './step-line.service.js';

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

function placeOf(text: string | null | undefined, field: string): string | null {
  return text == null ? null : checkText(text, field, 100);
}

function dayAfter(day: string, days: number): string {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);
}

function daysBetween(from: string, to: string): number {
  return Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);
}
