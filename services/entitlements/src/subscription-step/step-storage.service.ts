import type { Author, MoneyInput, Session } from '@plimsoll/shared';
import { customerRecords, dayIn } from '../customer/index.js';
import { refreshImplied } from '../implied-entitlement/index.js';
import { planRecords } from '../plan/index.js';
import {
  findEvents,
  storeEvents,
  termOn,
  termsOf,
  withEvents,
  type SubscriptionEvent,
} from '../subscription-event/index.js';
import {
  checkQuantity,
  currencyMismatch,
  priceOf,
  productMismatch,
  subscriptionRecords,
  type SubscriptionRecord,
} from '../subscription/index.js';
import type { NewConditions, Step } from './subscription-step.rules.js';

/** The input fields that name a price, for errors. */
export const PRICE_FIELDS = { price: 'monthlyPrice', currency: 'monthlyPrice' };

/** Decides a step by the subscription as it is and the day where its customer is. */
export type Decision = (tx: Session, current: SubscriptionRecord, today: string) => Promise<Step> | Step;

/**
 * Stores one step of a subscription's life: its record, its events and its entitlements.
 *
 * @throws DomainError `NOT_FOUND`, `CONFLICT`, and what `decide` throws
 */
export async function storeStep(
  tx: Session,
  author: Author,
  { id, expectedVersion, now }: { id: string; expectedVersion: number; now: Date },
  decide: Decision,
): Promise<SubscriptionRecord> {
  let happened: SubscriptionEvent[] = [];
  const stored = await subscriptionRecords.update(tx, author, id, expectedVersion, async (current) => {
    const customer = await customerRecords.require(tx, current.customerId, ['id']);
    const step = await decide(tx, current, dayIn(customer.timeZone, now));
    happened = step.events;
    const past = (await findEvents(tx, [current.id])).get(current.id) ?? [];
    const next = { ...current, ...step.patch };
    return {
      ...step.patch,
      terms: next.activatedAt === null ? [] : termsOf(next, withEvents(past, happened)),
    };
  });
  await storeEvents(tx, happened);
  await refreshImplied(tx, author, [stored]);
  return stored;
}

/**
 * What new conditions from a day on say, against those that hold then; null where they say the same. A new plan or
 * quantity without a price costs what the plan lists.
 */
export async function conditionsOf(
  tx: Session,
  current: SubscriptionRecord,
  on: string,
  given: { planId?: string | null; quantity?: number | null; monthlyPrice?: MoneyInput | null },
): Promise<NewConditions> {
  const before = termOn(current.terms, on) ?? current;
  const plan = await planRecords.require(tx, given.planId ?? before.planId, ['planId']);
  if (plan.productId !== current.productId) throw productMismatch('planId');
  const currency = given.monthlyPrice?.currency ?? current.currency;
  if (currency !== current.currency) throw currencyMismatch(currency, current.currency, 'monthlyPrice');
  const quantity = given.quantity == null ? before.quantity : checkQuantity(given.quantity);
  const changes = plan.id !== before.planId || quantity !== before.quantity;
  const kept = changes ? null : before.monthlyPrice;
  const asked = { monthlyPrice: given.monthlyPrice?.amount ?? kept, currency };
  const { monthlyPrice } = priceOf(asked, plan, quantity, PRICE_FIELDS);
  return {
    planId: plan.id === before.planId ? null : plan.id,
    quantity: quantity === before.quantity ? null : quantity,
    monthlyPrice: monthlyPrice === before.monthlyPrice ? null : monthlyPrice,
  };
}
