import { minorUnitOf } from '@plimsoll/shared';
import { divideHalfUp, fixed, scaled } from './exact.rules.js';
import type { Interval } from './interval.rules.js';
import { coversMonth, daysOfMonth } from './local-month.rules.js';

/** A price period of a subscription: half-open dates, price of the whole subscription a month (decimal string). */
export interface PriceTerm {
  readonly from: string;
  readonly to: string | null;
  readonly monthlyPrice: string;
  readonly currency: string;
}

/** A subscription of one customer to one product, as far as its fee is concerned. */
export interface FeeSubscription {
  readonly kind: string;
  /** First date out of effect; null while it lasts. */
  readonly endedOn: string | null;
  readonly terms: readonly PriceTerm[];
}

/** An exact amount in one currency. */
export interface Amount {
  readonly amount: string;
  readonly currency: string;
}

/** Decimals kept of prices and percents: more than any of either has. */
const DECIMALS = 10;
/** One hundred percent of one unit, at the scale of a price times a percent. */
const WHOLE = 100n * 10n ** BigInt(2 * DECIMALS);

/** The fee of a local month in one currency, exact: `priceDays` ÷ `days`. */
export interface MonthFee {
  readonly currency: string;
  /** Σ monthly price × local days priced, in 10^−10 of the currency's unit. */
  readonly priceDays: bigint;
  /** Local days of the month. */
  readonly days: number;
}

function daysPriced(
  term: PriceTerm,
  endedOn: string | null,
  timeZone: string,
  month: string,
  within: readonly Interval[] | null,
): number {
  const to = endedOn === null || (term.to !== null && term.to < endedOn) ? term.to : endedOn;
  const days = daysOfMonth(timeZone, month);
  if (within === null && coversMonth({ validFrom: term.from, validTo: to }, month)) return days.length;
  return days.filter(
    (day) =>
      day.date >= term.from &&
      (to === null || day.date < to) &&
      (within === null || within.some((piece) => piece.from <= day.from && day.from < piece.to)),
  ).length;
}

/**
 * The fee of a customer's product in a local month, per currency in order of code: the monthly price of its `STANDARD`
 * subscriptions (whole subscription, all units), prorated over the local days of the month that each price period
 * holds. `within` limits the days to those that begin in an agreement's share of the month; it is given only where
 * several agreements share the month, so that no day is credited twice.
 */
export function feesOfMonth(
  subscriptions: readonly FeeSubscription[],
  timeZone: string,
  month: string,
  within: readonly Interval[] | null = null,
): MonthFee[] {
  const days = daysOfMonth(timeZone, month).length;
  const priceDays = new Map<string, bigint>();
  for (const { kind, endedOn, terms } of subscriptions) {
    if (kind !== 'STANDARD') continue;
    for (const term of terms) {
      const priced = daysPriced(term, endedOn, timeZone, month, within);
      if (priced === 0) continue;
      const sum = priceDays.get(term.currency) ?? 0n;
      priceDays.set(term.currency, sum + scaled(term.monthlyPrice, DECIMALS) * BigInt(priced));
    }
  }
  return [...priceDays]
    .map(([currency, sum]) => ({ currency, priceDays: sum, days }))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

/**
 * Service credit: `creditPercent` (a decimal, already the least of tier and cap) of each currency's fee, rounded once,
 * half-up, to the currency's minor unit. Empty where nothing is owed.
 */
export function creditsOf(fees: readonly MonthFee[], creditPercent: string): Amount[] {
  const percent = scaled(creditPercent, DECIMALS);
  if (percent === 0n) return [];
  return fees.map(({ currency, priceDays, days }) => {
    const decimals = minorUnitOf(currency);
    const minor = priceDays * percent * 10n ** BigInt(decimals);
    const whole = BigInt(days) * WHOLE;
    return { amount: fixed(divideHalfUp(minor, whole), decimals), currency };
  });
}
