import { Decimal } from 'decimal.js';

/** A stretch of days on which a subscription cost so much a month: half-open, `to` null while it runs on. */
export interface PaidTerm {
  from: string;
  to: string | null;
  /** Of the whole subscription, a decimal text. */
  monthlyPrice: string;
  /** ISO 4217 code. */
  currency: string;
}

/** Everything one customer has paid for: the terms of all its `STANDARD` subscriptions, in any order. */
export interface PaidHistory {
  customerId: string;
  terms: readonly PaidTerm[];
}

/** How a customer's monthly recurring revenue may move. */
export const MOVEMENT_KINDS = ['NEW', 'REACTIVATED', 'EXPANSION', 'CONTRACTION', 'CHURNED'] as const;
/** One of {@link MOVEMENT_KINDS}. */
export type MovementKind = (typeof MOVEMENT_KINDS)[number];

/** A customer's monthly recurring revenue in one currency changed on a day. */
export interface Movement {
  /** The first day on which it is so. */
  on: string;
  customerId: string;
  kind: MovementKind;
  currency: string;
  /** By how much, above zero. */
  amount: Decimal;
}

/**
 * How one customer's recurring revenue moved, in order of days. What happens on one day is netted. A customer who
 * pays nothing and then something is NEW the first time and REACTIVATED later, with all it then pays; one who pays
 * something and then nothing has CHURNED with all it paid; between these, more is EXPANSION and less CONTRACTION, in
 * each currency by itself: losing one of two subscriptions is a contraction.
 */
export function movementsOf({ customerId, terms }: PaidHistory): Movement[] {
  const changes = new Map<string, Map<string, Decimal>>();
  const add = (day: string, currency: string, amount: Decimal) => {
    const ofDay = changes.get(day) ?? new Map<string, Decimal>();
    ofDay.set(currency, (ofDay.get(currency) ?? new Decimal(0)).plus(amount));
    changes.set(day, ofDay);
  };
  for (const { from, to, monthlyPrice, currency } of terms) {
    add(from, currency, new Decimal(monthlyPrice));
    if (to !== null) add(to, currency, new Decimal(monthlyPrice).negated());
  }
  const movements: Movement[] = [];
  const paying = new Map<string, Decimal>();
  let paidBefore = false;
  for (const on of [...changes.keys()].sort()) {
    const wasPaying = paying.size > 0;
    const changed = [...(changes.get(on) ?? [])].filter(([, amount]) => !amount.isZero());
    for (const [currency, amount] of changed) {
      const sum = (paying.get(currency) ?? new Decimal(0)).plus(amount);
      if (sum.isZero()) paying.delete(currency);
      else paying.set(currency, sum);
    }
    const isPaying = paying.size > 0;
    for (const [currency, amount] of changed.sort(([a], [b]) => (a < b ? -1 : 1))) {
      const kind = kindOf({ wasPaying, isPaying, paidBefore, grows: amount.isPositive() });
      movements.push({ on, customerId, kind, currency, amount: amount.abs() });
    }
    paidBefore ||= isPaying;
  }
  return movements;
}

function kindOf(change: {
  wasPaying: boolean;
  isPaying: boolean;
  paidBefore: boolean;
  grows: boolean;
}): MovementKind {
  if (!change.wasPaying) return change.paidBefore ? 'REACTIVATED' : 'NEW';
  if (!change.isPaying) return 'CHURNED';
  return change.grows ? 'EXPANSION' : 'CONTRACTION';
}

/**
 * What a customer pays a month when a day begins, by currency: before anything that changes on that day.
 */
export function revenueBefore({ terms }: PaidHistory, day: string): Map<string, Decimal> {
  const paying = new Map<string, Decimal>();
  for (const { from, to, monthlyPrice, currency } of terms) {
    if (from >= day || (to !== null && to < day)) continue;
    const sum = (paying.get(currency) ?? new Decimal(0)).plus(monthlyPrice);
    if (!sum.isZero()) paying.set(currency, sum);
  }
  return paying;
}

/** How many customers came, went and stayed: `start + new + reactivated − churned = end`. */
export interface CustomerCounts {
  start: number;
  new: number;
  reactivated: number;
  churned: number;
  end: number;
}

/**
 * Where monthly recurring revenue went, in one currency:
 * `start + new + expansion + reactivated − contraction − churned = end`.
 */
export interface RevenueBridge {
  currency: string;
  start: Decimal;
  new: Decimal;
  reactivated: Decimal;
  expansion: Decimal;
  contraction: Decimal;
  churned: Decimal;
  end: Decimal;
}

const PLACE: Record<MovementKind, 'new' | 'reactivated' | 'expansion' | 'contraction' | 'churned'> = {
  NEW: 'new',
  REACTIVATED: 'reactivated',
  EXPANSION: 'expansion',
  CONTRACTION: 'contraction',
  CHURNED: 'churned',
};

/** Paying customers over the days from `from` to before `to`. A customer may come and go several times in them. */
export function customerCounts(
  histories: readonly PaidHistory[],
  movements: readonly Movement[],
  from: string,
  to: string,
): CustomerCounts {
  const counts = { start: 0, new: 0, reactivated: 0, churned: 0, end: 0 };
  for (const history of histories) {
    if (revenueBefore(history, from).size > 0) counts.start += 1;
    if (revenueBefore(history, to).size > 0) counts.end += 1;
  }
  const seen = new Set<string>();
  for (const { on, customerId, kind } of movements) {
    if (on < from || on >= to || kind === 'EXPANSION' || kind === 'CONTRACTION') continue;
    const once = `${customerId} ${on}`;
    if (seen.has(once)) continue;
    seen.add(once);
    if (kind === 'NEW') counts.new += 1;
    else if (kind === 'REACTIVATED') counts.reactivated += 1;
    else counts.churned += 1;
  }
  return counts;
}

/** The bridge of monthly recurring revenue over the days from `from` to before `to`, by currency in their order. */
export function revenueBridges(
  histories: readonly PaidHistory[],
  movements: readonly Movement[],
  from: string,
  to: string,
): RevenueBridge[] {
  const bridges = new Map<string, RevenueBridge>();
  const of = (currency: string): RevenueBridge => {
    const known = bridges.get(currency);
    if (known) return known;
    const zero = new Decimal(0);
    const made: RevenueBridge = {
      currency,
      start: zero,
      new: zero,
      reactivated: zero,
      expansion: zero,
      contraction: zero,
      churned: zero,
      end: zero,
    };
    bridges.set(currency, made);
    return made;
  };
  for (const history of histories) {
    for (const [currency, amount] of revenueBefore(history, from)) {
      const bridge = of(currency);
      bridge.start = bridge.start.plus(amount);
    }
    for (const [currency, amount] of revenueBefore(history, to)) {
      const bridge = of(currency);
      bridge.end = bridge.end.plus(amount);
    }
  }
  for (const { on, kind, currency, amount } of movements) {
    if (on < from || on >= to) continue;
    const bridge = of(currency);
    bridge[PLACE[kind]] = bridge[PLACE[kind]].plus(amount);
  }
  return [...bridges.values()].sort((a, b) => (a.currency < b.currency ? -1 : 1));
}
