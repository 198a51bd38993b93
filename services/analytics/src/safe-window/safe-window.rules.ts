import { invalid } from '@plimsoll/shared';
import { Duration } from 'luxon';
import type { Sums } from '../account/index.js';
import type { SlotFigures } from './slot-totals.rules.js';

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** The farthest ahead that slots are looked for. */
const FARTHEST_DAYS = 90;
/** Up to so many days ahead slots begin every quarter of an hour, else every half. */
const FINE_DAYS = 30;

/** A time in which a change would clash with something; half-open, epoch milliseconds. */
export interface BlockedTime {
  readonly from: number;
  readonly to: number;
  readonly isBlocking: boolean;
}

/** A slot with what it would cost. */
export interface RankedSlot extends SlotFigures {
  /** What it would clash with. */
  readonly conflictCount: number;
  /** Of that what forbids it. */
  readonly blockingConflictCount: number;
}

/**
 * The length of a horizon in milliseconds.
 *
 * @throws DomainError `INVALID` where it is not between zero and 90 days
 */
export function horizonMs(within: string): number {
  const length = Duration.fromISO(within).toMillis();
  if (!(length > 0) || length > FARTHEST_DAYS * DAY_MS) {
    throw invalid(`\`within\` is a length of time up to P${FARTHEST_DAYS}D.`, ['within']);
  }
  return length;
}

/** The starts of candidate slots: full quarters (far ahead: halves) of an hour in [now, now + horizon). */
export function candidateStarts(now: number, horizon: number): number[] {
  const step = (horizon <= FINE_DAYS * DAY_MS ? 15 : 30) * MINUTE_MS;
  const starts: number[] = [];
  for (let start = Math.ceil(now / step) * step; start < now + horizon; start += step) starts.push(start);
  return starts;
}

/** Slots with what each would clash with: every blocked time that it overlaps. */
export function withConflicts(slots: readonly SlotFigures[], blocked: readonly BlockedTime[]): RankedSlot[] {
  const starts = blocked.map(({ from }) => from).sort(ascending);
  const ends = blocked.map(({ to }) => to).sort(ascending);
  const hard = blocked.filter(({ isBlocking }) => isBlocking);
  const hardStarts = hard.map(({ from }) => from).sort(ascending);
  const hardEnds = hard.map(({ to }) => to).sort(ascending);
  return slots.map((slot) => ({
    ...slot,
    conflictCount: countBelow(starts, slot.to) - countBelow(ends, slot.from + 1),
    blockingConflictCount: countBelow(hardStarts, slot.to) - countBelow(hardEnds, slot.from + 1),
  }));
}

/**
 * The best slots, none overlapping a better one: by what forbids them, agreements broken, credits, revenue at risk,
 * customers awake, other conflicts, then the earliest.
 *
 * @param valueOf what amounts are compared by; null, for want of an exchange rate, comes last
 */
export function bestSlots(
  slots: readonly RankedSlot[],
  first: number,
  valueOf: (amounts: Sums) => number | null,
): RankedSlot[] {
  const values = new Map<Sums, number>();
  const value = (amounts: Sums): number => {
    let known = values.get(amounts);
    if (known === undefined) values.set(amounts, (known = valueOf(amounts) ?? Infinity));
    return known;
  };
  const rankOf = (slot: RankedSlot): number[] => [
    slot.blockingConflictCount,
    slot.breachCount,
    value(slot.credit),
    value(slot.revenue),
    slot.customersAwake,
    slot.conflictCount,
    slot.from,
  ];
  const ranked = slots
    .map((slot) => ({ slot, rank: rankOf(slot) }))
    .sort((a, b) => compareRanks(a.rank, b.rank));
  const best: RankedSlot[] = [];
  for (const { slot } of ranked) {
    if (best.length >= first) break;
    if (best.every(({ from, to }) => slot.to <= from || slot.from >= to)) best.push(slot);
  }
  return best;
}

function compareRanks(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < a.length; place += 1) {
    const [one, other] = [a[place] ?? 0, b[place] ?? 0];
    if (one !== other) return one < other ? -1 : 1;
  }
  return 0;
}

function ascending(a: number, b: number): number {
  return a - b;
}

/** How many of ascending numbers are below a limit. */
function countBelow(sorted: readonly number[], limit: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] ?? Infinity) < limit) low = middle + 1;
    else high = middle;
  }
  return low;
}
