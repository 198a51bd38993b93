import { invalid, minorUnitOf } from '@plimsoll/shared';
import { Decimal } from 'decimal.js';
import { DateTime } from 'luxon';

/** Wide enough that no product of a price and a number of days or units is rounded before its time. */
const Exact = Decimal.clone({ precision: 120, rounding: Decimal.ROUND_HALF_UP });

/** The highest price of a whole subscription a month, in the currency's main unit. */
const HIGHEST_PRICE = '1000000000000';

/** What a line charges for the days from `from` up to, not including, `to`. */
export interface Charge {
  from: string;
  to: string;
  /** In the currency's minor unit; below 0 a credit. */
  amount: string;
}

/**
 * The price of a whole subscription a month: the price of a unit times the units, exact.
 *
 * @throws DomainError `INVALID` above {@link HIGHEST_PRICE}
 */
export function priceOfUnits(unitPrice: string, units: number, field: string): string {
  return checkPrice(new Exact(unitPrice).times(units), field);
}

/**
 * The price of a subscription to which units are added: what it costs so far, and each added unit.
 *
 * @throws DomainError `INVALID` above {@link HIGHEST_PRICE}
 */
export function priceWithAdded(before: string, unitPrice: string, units: number, field: string): string {
  return checkPrice(new Exact(unitPrice).times(units).plus(before), field);
}

/**
 * A price that was agreed instead, in its canonical spelling.
 *
 * @throws DomainError `INVALID` below 0 or above {@link HIGHEST_PRICE}
 */
export function agreedPrice(amount: string, field: string): string {
  return checkPrice(new Exact(amount), field);
}

function checkPrice(price: Decimal, field: string): string {
  if (price.lt(0) || price.gt(HIGHEST_PRICE)) {
    throw invalid(`\`${field}\` is ${price.toFixed()} a month; it is from 0 to ${HIGHEST_PRICE}.`, [field]);
  }
  return price.isZero() ? '0' : price.toFixed();
}

/** Whether a change makes a subscription dearer (`UPGRADED`, also for the same price) or cheaper (`DOWNGRADED`). */
export function changeTypeOf(before: string, after: string): 'UPGRADED' | 'DOWNGRADED' {
  return new Exact(after).lt(before) ? 'DOWNGRADED' : 'UPGRADED';
}

/**
 * The price of the days `[a, b)` of a month of n local days: round(price·b/n) − round(price·a/n), each half-up to the
 * minor unit, so that the parts of whatever partition of the month sum to the month's own rounded price.
 *
 * @param a first day, counted from 0
 * @param b first day out, a…n
 */
export function partOfMonth(
  monthlyPrice: string,
  a: number,
  b: number,
  n: number,
  currency: string,
): Decimal {
  if (!(0 <= a && a <= b && b <= n)) throw new RangeError(`no part of a month of ${n} days: ${a} to ${b}`);
  return upTo(monthlyPrice, b, n, currency).minus(upTo(monthlyPrice, a, n, currency));
}

function upTo(monthlyPrice: string, day: number, n: number, currency: string): Decimal {
  const exact = new Exact(monthlyPrice).times(day).div(n);
  return exact.toDecimalPlaces(minorUnitOf(currency), Decimal.ROUND_HALF_UP);
}

/**
 * What a line charges, or credits, in the month in which it takes effect: the new price less the one before it, each
 * for the days from `on` to the end of that month (`endsOn`, where that is earlier). A month that begins under a price
 * is charged whole at that price; with the charges of its lines it costs exactly what each day's price says.
 */
export function chargeOf(line: {
  on: string;
  /** The first day out, where it is known; null: open. */
  endsOn: string | null;
  before: string;
  after: string;
  currency: string;
}): Charge {
  const { on, endsOn, before, after, currency } = line;
  const first = DateTime.fromISO(on, { zone: 'utc' });
  const n = first.daysInMonth ?? 0;
  const next = first.startOf('month').plus({ months: 1 }).toFormat('yyyy-MM-dd');
  const to = endsOn !== null && endsOn < next ? (endsOn < on ? on : endsOn) : next;
  const a = first.day - 1;
  const b = to === next ? n : DateTime.fromISO(to, { zone: 'utc' }).day - 1;
  const price = partOfMonth(after, a, b, n, currency).minus(partOfMonth(before, a, b, n, currency));
  return { from: on, to, amount: price.isZero() ? '0' : price.toFixed() };
}

/** Sums of charges, one entry a currency, in the order of their codes. */
export function totalsOf(
  charges: readonly { amount: string; currency: string }[],
): { amount: string; currency: string }[] {
  const totals = new Map<string, Decimal>();
  for (const { amount, currency } of charges) {
    totals.set(currency, new Exact(totals.get(currency) ?? 0).plus(amount));
  }
  return [...totals]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([currency, amount]) => ({ amount: amount.toFixed(), currency }));
}
