import { scaled } from '../availability/index.js';

/** Decimals kept of amounts. */
export const AMOUNT_DECIMALS = 10;

/** A subscription of kind `STANDARD` as far as it says what was paid, and why it ended. */
export interface PaidSubscription {
  readonly id: string;
  /** The plan of the last terms. */
  readonly planId: string | null;
  readonly productId: string | null;
  /** The first day out; null: none. */
  readonly endedOn: string | null;
  readonly endReason: string | null;
  /** Price periods, half-open days; `planId` where the plan of each is told. */
  readonly terms: readonly (readonly [
    from: string,
    to: string | null,
    monthlyPrice: string,
    currency: string,
    planId?: string | null,
  ])[];
  /** The reasons given when its end was asked for or came, with the day. */
  readonly reasons: readonly (readonly [on: string, reason: string])[];
}

/** Days on which a subscription cost something a month: half-open, `to` null while it runs on. */
export interface PaidTerm {
  readonly subscriptionId: string;
  readonly from: string;
  readonly to: string | null;
  readonly planId: string | null;
  readonly productId: string | null;
  /** Of the whole subscription, in 10^−10 of the currency's unit; above 0. */
  readonly units: bigint;
  /** ISO 4217. */
  readonly currency: string;
}

/**
 * The terms of a subscription that cost something, each cut at the subscription's end; those without a day are left out.
 */
export function paidTermsOf(subscription: PaidSubscription): PaidTerm[] {
  const { id, productId, endedOn } = subscription;
  return subscription.terms
    .map(([from, to, monthlyPrice, currency, planId]) => ({
      subscriptionId: id,
      from,
      to: endedOn === null || (to !== null && to < endedOn) ? to : endedOn,
      planId: planId ?? subscription.planId,
      productId,
      units: scaled(monthlyPrice, AMOUNT_DECIMALS),
      currency,
    }))
    .filter(({ from, to, units }) => units > 0n && (to === null || from < to));
}

/** How a customer's monthly recurring revenue may move. */
export const MOVEMENT_KINDS = ['NEW', 'REACTIVATED', 'EXPANSION', 'CONTRACTION', 'CHURNED'] as const;
/** One of {@link MOVEMENT_KINDS}. */
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** A customer's monthly recurring revenue in one currency changed on a day. */
export interface RevenueMovement {
  /** The first day on which it is so. */
  readonly on: string;
  readonly currency: string;
  readonly kind: MovementKind;
  /** By how much, in 10^−10 of the currency's unit; above 0. */
  readonly units: bigint;
  /** What it paid most for before it went or paid less, or pays most for since it came or pays more; in this currency. */
  readonly planId: string | null;
  readonly productId: string | null;
  /** Why it went or pays less, where a subscription ended and a reason was given. */
  readonly reason: string | null;
  /** Days since it began to pay (the last time, where it came back), before what happened; 0 on the first. */
  readonly tenureDays: number;
  /** Whether it stands for the customer's day: the first of its currencies does. */
  readonly leads: boolean;
}

const DAY_MS = 86_400_000;

/**
 * How one customer's recurring revenue moved, in order of days and currencies. What happens on one day is netted. One
 * who pays nothing and then something is NEW the first time and REACTIVATED later, with all it then pays; one who pays
 * something and then nothing has CHURNED with all it paid; between these more is EXPANSION and less CONTRACTION, in
 * each currency by itself: losing one of two subscriptions is a contraction.
 */
export function movementsOf(subscriptions: readonly PaidSubscription[]): RevenueMovement[] {
  const terms = subscriptions.flatMap(paidTermsOf).sort(byPriceAndSubscription);
  const ends = new Map(subscriptions.map((one) => [one.id, one]));
  const days = new Set(terms.flatMap(({ from, to }) => (to === null ? [from] : [from, to])));
  const movements: RevenueMovement[] = [];
  let before: readonly PaidTerm[] = [];
  let since: string | null = null;
  let paidBefore = false;
  for (const on of [...days].sort()) {
    const after = terms.filter(({ from, to }) => from <= on && (to === null || on < to));
    const [paid, pays] = [sumsOf(before), sumsOf(after)];
    const tenureDays = since === null ? 0 : (Date.parse(on) - Date.parse(since)) / DAY_MS;
    let leads = true;
    for (const currency of [...new Set([...paid.keys(), ...pays.keys()])].sort()) {
      const change = (pays.get(currency) ?? 0n) - (paid.get(currency) ?? 0n);
      if (change === 0n) continue;
      const kind = kindOf(paid.size > 0, pays.size > 0, paidBefore, change > 0n);
      const most = (change > 0n ? after : before).find((term) => term.currency === currency);
      movements.push({
        on,
        currency,
        kind,
        units: change < 0n ? -change : change,
        planId: most?.planId ?? null,
        productId: most?.productId ?? null,
        reason: change > 0n ? null : reasonOf(before, ends, on, currency),
        tenureDays,
        leads,
      });
      leads = false;
    }
    if (pays.size === 0) since = null;
    else since ??= on;
    paidBefore ||= pays.size > 0;
    before = after;
  }
  return movements;
}

/** The dearest first. */
function byPriceAndSubscription(a: PaidTerm, b: PaidTerm): number {
  if (a.units !== b.units) return a.units > b.units ? -1 : 1;
  return a.subscriptionId < b.subscriptionId ? -1 : 1;
}

function sumsOf(terms: readonly PaidTerm[]): Map<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const { currency, units } of terms) sums.set(currency, (sums.get(currency) ?? 0n) + units);
  return sums;
}

function kindOf(paid: boolean, pays: boolean, paidBefore: boolean, grows: boolean): MovementKind {
  if (!paid) return paidBefore ? 'REACTIVATED' : 'NEW';
  if (!pays) return 'CHURNED';
  return grows ? 'EXPANSION' : 'CONTRACTION';
}

/** The reason for the end of the dearest subscription in the currency that ends on a day, of those that give one. */
function reasonOf(
  before: readonly PaidTerm[],
  subscriptions: ReadonlyMap<string, PaidSubscription>,
  on: string,
  currency: string,
): string | null {
  for (const { subscriptionId, to, currency: paidIn } of before) {
    const subscription = to === on && paidIn === currency ? subscriptions.get(subscriptionId) : undefined;
    if (!subscription) continue;
    if (subscription.endedOn === on && subscription.endReason !== null) return subscription.endReason;
    const given = subscription.reasons
      .filter(([day]) => day <= on)
      .toSorted(([a, one], [b, other]) => (a === b ? (one < other ? -1 : 1) : a < b ? -1 : 1));
    const last = given.at(-1);
    if (last !== undefined) return last[1];
  }
  return null;
}
