import { zoneNamed, type Zone } from './zone.rules.js';

/** Working hours of one weekday, in minutes of its wall time: `fromMinute` included, `toMinute` excluded. */
export interface WeeklyWindow {
  /** ISO weekday: 1 Monday … 7 Sunday. */
  weekday: number;
  /** 0–1439. */
  fromMinute: number;
  /** 1–1440, after `fromMinute`; 1440 is the end of the day. */
  toMinute: number;
}

/**
 * When somebody works. What is worked out of a calendar is kept as long as the object lives: reuse it, and do not
 * change it.
 */
export interface WorkingCalendar {
  /** IANA name, such as `Europe/Berlin`. */
  timeZone: string;
  /** Weekly hours, in any order, not overlapping; or around the clock. */
  hours: readonly WeeklyWindow[] | 'AROUND_THE_CLOCK';
  /** Local days off, `YYYY-MM-DD`, or a function that gives those of a year; none by default. */
  holidays?: readonly string[] | ((year: number) => readonly string[]);
}

/** A half-open stretch of time, epoch milliseconds. */
export interface Interval {
  from: number;
  to: number;
}

const MINUTE = 60_000;
const DAY = 86_400_000;
/** How far ahead of its start {@link addWorkingTime} looks, in milliseconds: 7,305 days, twenty years. */
export const WORKING_TIME_HORIZON = 7_305 * DAY;

/**
 * The working time of a calendar in [from, to): disjoint intervals in order, none empty, none touching the next.
 *
 * A window of a local day opens at the instant of its first minute and closes at that of its last, by the rules of
 * the zone: it is an hour shorter or longer where clocks change within it. A wall time that is skipped means the
 * first instant after the gap; of one that comes twice, an opening takes the earlier and a closing the later. A
 * window that lasts to the end of its day closes where the next local day begins.
 *
 * @param from epoch milliseconds
 * @param to epoch milliseconds; nothing where it is not after `from`
 * @throws RangeError where there is no such time zone
 */
export function workingIntervals(calendar: WorkingCalendar, from: number, to: number): Interval[] {
  const merged: Interval[] = [];
  for (const piece of pieces(calendar, from, to)) {
    const last = merged.at(-1);
    if (last?.to === piece.from) last.to = piece.to;
    else merged.push({ ...piece });
  }
  return merged;
}

/** How much of [from, to), epoch milliseconds, is working time, in milliseconds; 0 where `to` is not after `from`. */
export function workingTime(calendar: WorkingCalendar, from: number, to: number): number {
  let sum = 0;
  for (const piece of pieces(calendar, from, to)) sum += piece.to - piece.from;
  return sum;
}

/**
 * The earliest instant D for which {@link workingTime} of [start, D) is `ms`: `start` itself for 0, the closing of a
 * window rather than the opening of the next. Null exactly where the calendar works less than `ms` in
 * [start, start + {@link WORKING_TIME_HORIZON}).
 *
 * @param start epoch milliseconds
 * @param ms whole milliseconds, 0 or more
 */
export function addWorkingTime(calendar: WorkingCalendar, start: number, ms: number): number | null {
  if (!(ms >= 0)) throw new RangeError(`${ms} is no length of time`);
  if (ms === 0) return start;
  let left = ms;
  for (const piece of pieces(calendar, start, start + WORKING_TIME_HORIZON)) {
    const length = piece.to - piece.from;
    if (left <= length) return piece.from + left;
    left -= length;
  }
  return null;
}

/**
 * The instant of a wall time in a zone, epoch milliseconds: where clocks show it twice, the earlier; where they skip it,
 * the first instant after the gap.
 *
 * @param timeZone IANA name
 * @param wall the wall time as if it were UTC, epoch milliseconds
 * @throws RangeError where there is no such time zone
 */
export function instantOfWallTime(timeZone: string, wall: number): number {
  return zoneNamed(timeZone).instantOf(wall, 'EARLIER');
}

/** Whether an instant, epoch milliseconds, is working time. */
export function isWorking(calendar: WorkingCalendar, at: number): boolean {
  return workingTime(calendar, at, at + 1) > 0;
}

interface Compiled {
  zone: Zone;
  /** By ISO weekday, in order; empty at index 0. */
  windows: readonly (readonly WeeklyWindow[])[];
  isHoliday: (day: number) => boolean;
  /** Every instant is working time. */
  always: boolean;
}

const compiled = new WeakMap<WorkingCalendar, Compiled>();

function compile(calendar: WorkingCalendar): Compiled {
  const known = compiled.get(calendar);
  if (known) return known;
  const { timeZone, hours, holidays = [] } = calendar;
  const given =
    hours === 'AROUND_THE_CLOCK'
      ? [1, 2, 3, 4, 5, 6, 7].map((weekday) => ({ weekday, fromMinute: 0, toMinute: DAY / MINUTE }))
      : hours;
  const made: Compiled = {
    zone: zoneNamed(timeZone),
    windows: [0, 1, 2, 3, 4, 5, 6, 7].map((weekday) =>
      given
        .filter((window) => window.weekday === weekday && window.toMinute > window.fromMinute)
        .toSorted((a, b) => a.fromMinute - b.fromMinute),
    ),
    isHoliday: holidayTest(holidays),
    always: hours === 'AROUND_THE_CLOCK' && typeof holidays !== 'function' && holidays.length === 0,
  };
  compiled.set(calendar, made);
  return made;
}

/** Tells holidays by the number of their day since 1970-01-01. */
function holidayTest(holidays: NonNullable<WorkingCalendar['holidays']>): (day: number) => boolean {
  const numbers = (dates: readonly string[]) =>
    new Set(dates.map((date) => Date.parse(`${date}T00:00:00Z`) / DAY));
  if (typeof holidays !== 'function') {
    const all = numbers(holidays);
    return (day) => all.has(day);
  }
  const byYear = new Map<number, Set<number>>();
  return (day) => {
    const year = new Date(day * DAY).getUTCFullYear();
    let ofYear = byYear.get(year);
    if (!ofYear) byYear.set(year, (ofYear = numbers(holidays(year))));
    return ofYear.has(day);
  };
}

/** The working time of [from, to) local day by local day: disjoint, in order, none empty; neighbours may touch. */
function* pieces(calendar: WorkingCalendar, from: number, to: number): Generator<Interval> {
  if (!(from < to)) return;
  const { zone, windows, isHoliday, always } = compile(calendar);
  if (always) {
    yield { from, to };
    return;
  }
  if (windows.every((day) => day.length === 0)) return;
  let reached = from;
  // A zone that repeats a day shows the day before once more: two days back is early enough.
  for (let day = Math.floor((from + zone.offsetAt(from)) / DAY) - 2; ; day += 1) {
    // Day 0, 1970-01-01, was a Thursday; no local day begins more than a day and two hours before its UTC day.
    if (day * DAY - 26 * 60 * MINUTE >= to) return;
    const ofDay = windows[((((day + 3) % 7) + 7) % 7) + 1] ?? [];
    if (ofDay.length === 0 || isHoliday(day)) continue;
    for (const { fromMinute, toMinute } of ofDay) {
      const opens = zone.instantOf(day * DAY + fromMinute * MINUTE, 'EARLIER');
      if (opens >= to) return;
      const endsTheDay = toMinute * MINUTE >= DAY;
      const closes = zone.instantOf(day * DAY + toMinute * MINUTE, endsTheDay ? 'EARLIER' : 'LATER');
      const begin = Math.max(opens, reached);
      const end = Math.min(closes, to);
      if (begin >= end) continue;
      yield { from: begin, to: end };
      reached = end;
    }
  }
}
