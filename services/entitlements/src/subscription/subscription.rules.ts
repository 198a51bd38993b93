import { canonicalDecimal, checkDecimal, invalid } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { DateTime, Duration } from 'luxon';
import type { Term } from '../subscription-event/index.js';
import { currencyMismatch } from './subscription.errors.js';

/** What a subscription is for. */
export const SUBSCRIPTION_KINDS = [
  'FREE',
  'TRIAL',
  'PILOT',
  'DEMO',
  'TRAINING',
  'PARTNER',
  'STANDARD',
] as const;

/** One of {@link SUBSCRIPTION_KINDS}. */
export type SubscriptionKind = (typeof SUBSCRIPTION_KINDS)[number];

/** Where a subscription stands on a day. */
export type SubscriptionStatus = 'PENDING' | 'ACTIVE' | 'CANCELLING' | 'ENDED';

/** How long a term runs until it is renewed, in months. */
const TERM_MONTHS = { MONTHLY: 1, QUARTERLY: 3, SEMIANNUAL: 6, ANNUAL: 12, BIENNIAL: 24, TRIENNIAL: 36 };

/** How often a subscription is renewed. */
export type RenewalTerm = keyof typeof TERM_MONTHS;

/** All of {@link RenewalTerm}. */
export const RENEWAL_TERMS = Object.keys(TERM_MONTHS) as [RenewalTerm, ...RenewalTerm[]];

/** The dates that decide a subscription's status. */
export interface SubscriptionDates {
  startedOn: string;
  cancelledOn: string | null;
  endedOn: string | null;
  /** When its tenant was ready; null: not yet. */
  activatedAt: Date | null;
}

/**
 * Where a subscription stands on a day: PENDING before its first day and until its tenant is ready, ENDED from the
 * first day out on, between them CANCELLING once its end was asked for, else ACTIVE. A planned end alone, as of a
 * trial, leaves it ACTIVE.
 */
export function statusOn(
  { startedOn, cancelledOn, endedOn, activatedAt }: SubscriptionDates,
  day: string,
): SubscriptionStatus {
  if (endedOn !== null && endedOn <= day) return 'ENDED';
  if (activatedAt === null || day < startedOn) return 'PENDING';
  return cancelledOn !== null && cancelledOn <= day ? 'CANCELLING' : 'ACTIVE';
}

/** Whether a subscription of this term renews by itself where nobody said: month by month it does. */
export function renewsByItself(term: RenewalTerm | null): boolean {
  return term === 'MONTHLY';
}

/**
 * The day a term after another: months later, the last day of the month where that has no such day.
 *
 * @param begunOn the first day of all: what began on a 31st and came to the 28th of February goes on to the 31st of March
 */
export function termAfter(day: string, term: RenewalTerm, begunOn: string = day): string {
  const from = DateTime.fromISO(day, { zone: 'utc' });
  const after = from.plus({ months: TERM_MONTHS[term] });
  const shortened = from.day === from.daysInMonth;
  const wanted = shortened ? Math.max(from.day, Number(begunOn.slice(8))) : from.day;
  return after.set({ day: Math.min(wanted, after.daysInMonth ?? wanted) }).toFormat('yyyy-MM-dd');
}

/**
 * A length of time ahead, ISO 8601, such as `P90D`.
 *
 * @throws DomainError `INVALID` for less than nothing or more than a hundred years
 */
export function checkWithin(within: string, field: string): string {
  const length = Duration.fromISO(within);
  const years = length.as('years');
  if (!length.isValid || years < 0 || years > 100) {
    throw invalid(`\`${field}\` is a length of time from nothing to a hundred years, such as P90D.`, [field]);
  }
  return length.toISO();
}

/** What a plan lists. */
export interface PlanListing {
  /** Price of one unit a month; null: none is listed. */
  monthlyPrice: string | null;
  currency: string | null;
}

/**
 * The price and currency of a whole subscription: what is given, else what the plan lists for this many units.
 *
 * @param names the input fields, for errors
 * @throws DomainError `CURRENCY_MISMATCH` where the plan, or the subscription so far, is in another currency;
 *   `INVALID` where neither gives a price
 */
export function priceOf(
  given: { monthlyPrice: string | null; currency: string | null },
  plan: PlanListing,
  quantity: number,
  names: { price: string; currency: string },
): { monthlyPrice: string; currency: string } {
  const currency = given.currency ?? plan.currency;
  if (currency === null) {
    throw invalid('The plan lists no price, so the price and its currency have to be given.', [
      names.currency,
    ]);
  }
  if (plan.currency !== null && currency !== plan.currency) {
    throw currencyMismatch(currency, plan.currency, names.currency);
  }
  if (given.monthlyPrice !== null) {
    return { monthlyPrice: checkDecimal(given.monthlyPrice, names.price, '0'), currency };
  }
  if (plan.monthlyPrice === null) {
    throw invalid('The plan lists no price, so the price has to be given.', [names.price]);
  }
  return {
    monthlyPrice: canonicalDecimal(new Decimal(plan.monthlyPrice).times(quantity).toFixed()),
    currency,
  };
}

/**
 * A whole number of units, 1 or more.
 *
 * @throws DomainError `INVALID`
 */
export function checkQuantity(quantity: number): number {
  if (!Number.isInteger(quantity) || quantity < 1) {
    throw invalid(`\`quantity\` is ${quantity}; it is 1 or more.`, ['quantity']);
  }
  return quantity;
}

/**
 * Monthly recurring revenue on a day, one entry a currency, in the order of their codes: the price of each
 * `STANDARD` subscription that has begun and not ended, whole.
 */
export function recurringRevenue(
  subscriptions: readonly { kind: SubscriptionKind; terms: readonly Term[] }[],
  day: string,
): { amount: string; currency: string }[] {
  const totals = new Map<string, Decimal>();
  for (const { kind, terms } of subscriptions) {
    if (kind !== 'STANDARD') continue;
    const term = terms.find(({ from, to }) => from <= day && (to === null || day < to));
    if (!term) continue;
    totals.set(term.currency, (totals.get(term.currency) ?? new Decimal(0)).plus(term.monthlyPrice));
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ amount: amount.toFixed(), currency }));
}
