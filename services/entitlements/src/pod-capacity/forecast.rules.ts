import { DateTime } from 'luxon';
import { linearRegression } from 'simple-statistics';
import type { SeatAllowance } from '../pod/index.js';

/** Weeks looked back: the ends of twelve whole weeks lie within ninety days. */
export const FORECAST_WEEKS = 12;
const LEAST_DAYS = 14;
const FARTHEST_DAYS = 730;
const LEAST_FINISHED_TRIALS = 10;
/** Sums of fractions miss a whole number by less than this. */
const TOLERANCE = 1e-9;

/** Subscriptions of a kind that were on a pod at the ends of the same weeks. */
export interface PlacedGroup {
  kind: string;
  /** The earliest and the latest end of a week at which they were there, in weeks ago: from ≥ to ≥ 0. */
  from: number;
  to: number;
  count: number;
  /** How many days ago the first of them began. */
  age: number;
}

/** What a pod's forecast is made of. */
export interface PlacementHistory {
  placed: readonly PlacedGroup[];
  /** Trials on the pod by the days until their planned end. */
  trials: readonly { inDays: number; count: number }[];
}

/** Trials of the whole company that ended within the last year, and how many of these were converted. */
export interface TrialOutcome {
  finished: number;
  converted: number;
}

/**
 * The day on which an allowance of a pod fills: today + the smallest whole number of days t ≥ 0 for which
 *
 *   occupied + b × t + c × trials(t) ≥ seats
 *
 * where b is the slope, in seats a day, of the least-squares line through the subscriptions on the pod today and at
 * the ends of up to twelve weeks back (not before its first one), trials(t) are the trials on the pod whose planned
 * end lies within t days, and c is the share of all trials finished within the last year that were converted: a
 * `STANDARD` seat is needed for each of them, a `TRIAL` seat is freed, seats for all kinds together stay as they are.
 * With fewer than 10 finished trials c is 0. Subscriptions count where they are now, since their first day. Trials
 * that will convert are in the past trend as well where some did before: the day errs early rather than late.
 *
 * @param occupied seats taken now, reserved ones included
 * @param today YYYY-MM-DD
 * @returns null where the pod's first subscription of the kind is less than 14 days old, or where it does not fill
 *   within 730 days
 */
export function fullOn(
  allowance: SeatAllowance,
  occupied: number,
  history: PlacementHistory,
  outcome: TrialOutcome,
  today: string,
): string | null {
  const placed = history.placed.filter(({ kind }) => allowance.kind === null || kind === allowance.kind);
  const age = Math.max(-1, ...placed.map((group) => group.age));
  if (age < LEAST_DAYS) return null;
  const slope = trendOf(placed, Math.min(FORECAST_WEEKS, Math.floor(age / 7)));
  const rate =
    conversionRate(outcome) * (allowance.kind === 'STANDARD' ? 1 : allowance.kind === 'TRIAL' ? -1 : 0);
  for (let day = 0; day <= FARTHEST_DAYS; day += 1) {
    const ended = history.trials.reduce((sum, { inDays, count }) => sum + (inDays <= day ? count : 0), 0);
    if (occupied + slope * day + rate * ended < allowance.seats - TOLERANCE) continue;
    return DateTime.fromISO(today, { zone: 'utc' }).plus({ days: day }).toFormat('yyyy-MM-dd');
  }
  return null;
}

/** The share of finished trials that were converted, 0–1; 0 where too few have finished to tell. */
function conversionRate({ finished, converted }: TrialOutcome): number {
  return finished < LEAST_FINISHED_TRIALS ? 0 : converted / finished;
}

/** Seats a day, by least squares over the ends of the last `weeks` weeks and today. */
function trendOf(placed: readonly PlacedGroup[], weeks: number): number {
  const points = Array.from({ length: weeks + 1 }, (_, ago) => {
    const there = placed.filter(({ from, to }) => to <= ago && ago <= from);
    return [-7 * ago, there.reduce((sum, { count }) => sum + count, 0)];
  });
  return linearRegression(points).m;
}
