import { DateTime } from 'luxon';
import type { Interval } from '../availability/index.js';

/** On the wall of a customer's time zone: awake from here … */
const WAKES_AT = 7;
/** … to here. */
const SLEEPS_AT = 22;
/** Days kept per memo; reaching it empties the memo. */
const MEMO_LIMIT = 20_000;

/** A local day: when people are awake on it, and whether it is a Saturday or a Sunday. */
interface WakingDay extends Interval {
  readonly isWeekend: boolean;
}

const days = new Map<string, WakingDay>();

function wakingDay(day: DateTime): WakingDay {
  const key = `${day.zoneName} ${day.toISODate()}`;
  const known = days.get(key);
  if (known !== undefined) return known;
  const fresh = {
    from: day.set({ hour: WAKES_AT }).toMillis(),
    to: day.set({ hour: SLEEPS_AT }).toMillis(),
    isWeekend: day.weekday > 5,
  };
  if (days.size >= MEMO_LIMIT) days.clear();
  days.set(key, fresh);
  return fresh;
}

/** The times from 07:00 to 22:00 on the wall of a time zone that touch an interval, in order, not cut to it. */
export function awakeTimes(timeZone: string, { from, to }: Interval): WakingDay[] {
  const touching: WakingDay[] = [];
  let day = DateTime.fromMillis(from, { zone: timeZone }).startOf('day');
  while (day.toMillis() < to) {
    const waking = wakingDay(day);
    if (waking.from < to && from < waking.to) touching.push(waking);
    day = day.plus({ days: 1 }).startOf('day');
  }
  return touching;
}

/** The share (0–1) of an interval that lies between 22:00 and 07:00, or on a Saturday or Sunday, on the wall of a zone. */
export function offHoursShare(timeZone: string, interval: Interval): number {
  let workingMs = 0;
  for (const { from, to, isWeekend } of awakeTimes(timeZone, interval)) {
    if (!isWeekend) workingMs += Math.min(to, interval.to) - Math.max(from, interval.from);
  }
  return 1 - workingMs / (interval.to - interval.from);
}
