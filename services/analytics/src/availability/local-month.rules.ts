import { IANAZone } from 'luxon';
import { intersection } from './interval.rules.js';
import type { Interval } from './interval.rules.js';

/** A local calendar day with its bounds; `date` is `YYYY-MM-DD`. */
export interface LocalDay extends Interval {
  readonly date: string;
}

/** A half-open range of dates (`YYYY-MM-DD`): `validTo` is the first day out; null leaves that side open. */
export interface DateRange {
  readonly validFrom: string | null;
  readonly validTo: string | null;
}

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
/** Entries kept per memo; reaching it empties the memo, so a hostile range of months cannot grow it forever. */
const MEMO_LIMIT = 50_000;

const zones = new Map<string, IANAZone>();
const starts = new Map<string, number>();
const months = new Map<string, Interval>();
const days = new Map<string, readonly LocalDay[]>();
const edges = new Map<string, { readonly first: string; readonly next: string }>();

function remembered<Value>(memo: Map<string, Value>, key: string, compute: () => Value): Value {
  const known = memo.get(key);
  if (known !== undefined) return known;
  const value = compute();
  if (memo.size >= MEMO_LIMIT) memo.clear();
  memo.set(key, value);
  return value;
}

function zoneNamed(timeZone: string): IANAZone {
  return remembered(zones, timeZone, () => {
    const zone = IANAZone.create(timeZone);
    if (!zone.isValid) throw new RangeError(`Not an IANA time zone: ${timeZone}`);
    return zone;
  });
}

function offsetMs(zone: IANAZone, instant: number): number {
  return Math.round(zone.offset(instant) * MINUTE_MS);
}

function parseMonth(month: string): { year: number; index: number } {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(month);
  if (match === null) throw new RangeError(`Not a month (YYYY-MM): ${month}`);
  return { year: Number(match[1]), index: Number(match[2]) - 1 };
}

/** The calendar month `count` months after `month` (`YYYY-MM`); `count` may be negative. */
export function addMonths(month: string, count: number): string {
  const { year, index } = parseMonth(month);
  return new Date(Date.UTC(year, index + count, 1)).toISOString().slice(0, 7);
}

/**
 * The first instant of a local date, in epoch milliseconds. Where midnight falls into a gap, the first instant after
 * it; where midnight comes twice, the earlier; a date the zone skipped begins with the next one (it has no length).
 */
export function startOfDate(timeZone: string, date: string): number {
  return remembered(starts, `${timeZone}|${date}`, () => {
    const midnight = Date.parse(`${date}T00:00:00Z`);
    if (!/^\d{4}-\d{2}-\d{2}$/.test(date) || new Date(midnight).toISOString().slice(0, 10) !== date) {
      throw new RangeError(`Not a date (YYYY-MM-DD): ${date}`);
    }
    const zone = zoneNamed(timeZone);
    const before = offsetMs(zone, midnight - DAY_MS);
    const after = offsetMs(zone, midnight + DAY_MS);
    const largestFirst = before >= after ? [before, after] : [after, before];
    for (const offset of largestFirst) {
      const instant = midnight - offset;
      if (offsetMs(zone, instant) === offset) return instant;
    }
    // Midnight is inside a gap: its end is the transition, found by bisection between the two readings of midnight.
    let low = midnight - Math.max(before, after);
    let high = midnight - Math.min(before, after);
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (middle + offsetMs(zone, middle) >= midnight) high = middle;
      else low = middle;
    }
    return high;
  });
}

/** The bounds of a local calendar month (`YYYY-MM`): from the first instant of its first date to that of the next. */
export function monthBounds(timeZone: string, month: string): Interval {
  return remembered(months, `${timeZone}|${month}`, () => ({
    from: startOfDate(timeZone, edgesOfMonth(month).first),
    to: startOfDate(timeZone, edgesOfMonth(month).next),
  }));
}

/** The local days of a month with their bounds, in order, contiguous; dates that the zone skipped are left out. */
export function daysOfMonth(timeZone: string, month: string): readonly LocalDay[] {
  return remembered(days, `${timeZone}|${month}`, () => {
    const { year, index } = parseMonth(month);
    const count = new Date(Date.UTC(year, index + 1, 0)).getUTCDate();
    const dates = Array.from({ length: count }, (_, day) => `${month}-${String(day + 1).padStart(2, '0')}`);
    const end = monthBounds(timeZone, month).to;
    const all = dates.map((date, day) => {
      const next = dates[day + 1];
      return {
        date,
        from: startOfDate(timeZone, date),
        to: next === undefined ? end : startOfDate(timeZone, next),
      };
    });
    return all.filter((day) => day.from < day.to);
  });
}

/** The local month (`YYYY-MM`) whose bounds hold the instant. */
export function monthOf(timeZone: string, instant: number): string {
  const local = instant + offsetMs(zoneNamed(timeZone), instant);
  const month = new Date(local).toISOString().slice(0, 7);
  // A fold across midnight shows the old date again after the new one began: the bounds decide, not the wall clock.
  if (instant >= monthBounds(timeZone, month).to) return addMonths(month, 1);
  return instant < monthBounds(timeZone, month).from ? addMonths(month, -1) : month;
}

/** The local months an interval shares an instant with, in order; an empty interval touches none. */
export function monthsTouched(timeZone: string, interval: Interval): string[] {
  const touched: string[] = [];
  if (interval.from >= interval.to) return touched;
  for (
    let month = monthOf(timeZone, interval.from);
    monthBounds(timeZone, month).from < interval.to;
    month = addMonths(month, 1)
  ) {
    touched.push(month);
  }
  return touched;
}

/** The first date of a month and of the next. */
function edgesOfMonth(month: string): { readonly first: string; readonly next: string } {
  return remembered(edges, month, () => ({ first: `${month}-01`, next: `${addMonths(month, 1)}-01` }));
}

/** Whether a range of dates holds every day of a month; decided on dates alone, without the zone. */
export function coversMonth(range: DateRange, month: string): boolean {
  const { first, next } = edgesOfMonth(month);
  if (range.validFrom !== null && range.validFrom > first) return false;
  return range.validTo === null || range.validTo >= next;
}

/** The part of a local month inside a range of dates, or null: dates begin at 00:00 in the zone. */
export function monthWithin(timeZone: string, month: string, range: DateRange): Interval | null {
  const bounds = monthBounds(timeZone, month);
  if (coversMonth(range, month)) return bounds;
  return intersection(bounds, {
    from: range.validFrom === null ? bounds.from : startOfDate(timeZone, range.validFrom),
    to: range.validTo === null ? bounds.to : startOfDate(timeZone, range.validTo),
  });
}
