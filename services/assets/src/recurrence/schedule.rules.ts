import { checkTimeZone, invalid } from '@plimsoll/shared';
import { DateTime, Duration } from 'luxon';
import * as library from 'rrule';
import { instantOf, wallClockOf } from './local-time.rules.js';
import { canonicalRule, lastWallClock, partsOf, passesParts } from './recurrence-rule.rules.js';

// The names that this CommonJS package exports are seen by Node under its default alone.
const { RRule } = (Reflect.get(library, 'default') as typeof library | undefined) ?? library;

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 366;
const MOST_EXCEPTIONS = 1_000;
const EARLIEST = Date.UTC(1970, 0, 1);
const LATEST = Date.UTC(2200, 0, 1);

/** A time that may recur. */
export interface Schedule {
  /** The first occurrence's start, on a whole second. */
  startsAt: Date;
  /** ISO 8601; its weeks and days are those of the calendar of `timeZone`, its hours and less are elapsed time. */
  duration: string;
  /** IANA. Occurrences begin at the same time of its wall clock, however it is shifted. */
  timeZone: string;
  /** A rule of RFC 5545 in its canonical spelling; null: once. */
  recurrence: string | null;
  /** Starts of occurrences that are left out. */
  exceptions: readonly Date[];
}

/** Epoch milliseconds; half-open. */
export interface Occurrence {
  from: number;
  to: number;
}

/**
 * The occurrences of a schedule that overlap [from, to), in the order of their starts. Each begins where the wall clock
 * of the zone shows the time that the rule says: one that the clock shows twice is the first of the two, one that it
 * leaves out comes as much later as the clock jumps (RFC 5545, section 3.3.5).
 */
export function occurrencesOf(schedule: Schedule, from: number, to: number): Occurrence[] {
  const { startsAt, timeZone, recurrence } = schedule;
  const length = Duration.fromISO(schedule.duration);
  const at = (start: number): Occurrence => ({ from: start, to: endOf(start, length, timeZone) });
  const overlaps = (one: Occurrence) => one.from < to && one.to > from;
  if (recurrence === null) return [at(startsAt.getTime())].filter(overlaps);
  const earliest = wallClockOf(from, timeZone) - reachOf(length);
  const latest = wallClockOf(to, timeZone) + DAY_MS;
  const left = new Set(schedule.exceptions.map((one) => one.getTime()));
  return startsBetween(schedule, recurrence, earliest, latest)
    .map((wallClock) => instantOf(wallClock, timeZone))
    .filter((start) => !left.has(start))
    .map(at)
    .filter(overlaps)
    .sort((a, b) => a.from - b.from);
}

/**
 * A schedule as it is kept: the rule in its canonical spelling, exceptions once each and in order. It is refused
 * where something of it cannot be meant: an unknown zone, no length or one of more than 366 days, a start that is not
 * the rule's first occurrence, an exception that is the start of none.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkSchedule(schedule: Schedule): Schedule {
  const { startsAt, duration } = schedule;
  const start = startsAt.getTime();
  if (start % 1000 !== 0) throw invalid('`startsAt` is on a whole second.', ['startsAt']);
  if (!(start >= EARLIEST && start < LATEST)) {
    throw invalid('`startsAt` lies between 1970 and 2200.', ['startsAt']);
  }
  const timeZone = checkTimeZone(schedule.timeZone, 'timeZone');
  checkDuration(duration, start, timeZone);
  const recurrence = schedule.recurrence === null ? null : canonicalRule(schedule.recurrence);
  const exceptions = [...new Set(schedule.exceptions.map((one) => one.getTime()))].sort((a, b) => a - b);
  const checked = {
    startsAt,
    duration,
    timeZone,
    recurrence,
    exceptions: exceptions.map((one) => new Date(one)),
  };
  checkFirst(checked);
  checkExceptions(checked);
  return checked;
}

function checkDuration(duration: string, start: number, timeZone: string): void {
  const length = Duration.fromISO(duration);
  if (!length.isValid || length.years || length.months) {
    throw invalid('`duration` is weeks, days, hours, minutes and seconds in ISO 8601, as in PT4H.', [
      'duration',
    ]);
  }
  const lasts = endOf(start, length, timeZone) - start;
  if (!(lasts > 0) || lasts > LONGEST_DAYS * DAY_MS) {
    throw invalid(`\`duration\` is longer than nothing and at most ${LONGEST_DAYS} days.`, ['duration']);
  }
}

function checkFirst(schedule: Schedule): void {
  const { startsAt, timeZone, recurrence } = schedule;
  if (recurrence === null) return;
  const wallClock = wallClockOf(startsAt.getTime(), timeZone);
  const parts = partsOf(recurrence);
  const first = passesParts(parts, wallClock)
    ? startsBetween(schedule, recurrence, wallClock, wallClock)[0]
    : undefined;
  if (first !== wallClock) {
    throw invalid(
      '`startsAt` is not an occurrence of the recurrence rule in its time zone: begin with the first.',
      ['startsAt'],
    );
  }
}

function checkExceptions(schedule: Schedule): void {
  const { exceptions } = schedule;
  if (exceptions.length === 0) return;
  if (schedule.recurrence === null) {
    throw invalid('What happens once has no exceptions.', ['exceptions']);
  }
  if (exceptions.length > MOST_EXCEPTIONS) {
    throw invalid(`There are at most ${MOST_EXCEPTIONS} exceptions.`, ['exceptions']);
  }
  const last = exceptions.at(-1)!.getTime();
  const starts = occurrencesOf({ ...schedule, exceptions: [] }, exceptions[0]!.getTime(), last + 1);
  const known = new Set(starts.map(({ from }) => from));
  const stray = exceptions.find((one) => !known.has(one.getTime()));
  if (stray) throw invalid(`No occurrence begins at ${stray.toISOString()}.`, ['exceptions']);
}

/** The wall clocks within [earliest, latest] at which occurrences begin, ascending. */
function startsBetween(schedule: Schedule, recurrence: string, earliest: number, latest: number): number[] {
  const { startsAt, timeZone } = schedule;
  const wallClockAt = (instant: number) => wallClockOf(instant, timeZone);
  const parts = partsOf(recurrence);
  const last = lastWallClock(parts, wallClockAt);
  const end = last === null ? latest : Math.min(last, latest);
  const begin = beginningFor(parts, wallClockAt(startsAt.getTime()), earliest);
  if (end < begin) return [];
  const written = [...parts].filter(([name]) => name !== 'UNTIL').map((part) => part.join('='));
  // The rule is asked about a clock in UTC, which has neither gaps nor times that come twice.
  const rule = new RRule({ ...RRule.parseString(written.join(';')), dtstart: new Date(begin) }, true);
  return rule.between(new Date(earliest), new Date(end), true).map((start) => start.getTime());
}

/**
 * Where the search begins: rules are searched from their start, and those that recur by the day or the week without
 * end may as well begin a whole number of their steps later.
 */
function beginningFor(parts: ReadonlyMap<string, string>, start: number, earliest: number): number {
  const days = { DAILY: 1, WEEKLY: 7 }[parts.get('FREQ') ?? ''];
  if (days === undefined || parts.has('COUNT') || earliest <= start) return start;
  const step = days * Number(parts.get('INTERVAL') ?? 1) * DAY_MS;
  // A week reaches back before its own start: the one begun last is searched whole.
  return start + Math.max(0, Math.floor((earliest - start) / step) - 1) * step;
}

function endOf(start: number, length: Duration, timeZone: string): number {
  if (!length.weeks && !length.days) return start + length.toMillis();
  return DateTime.fromMillis(start, { zone: timeZone }).plus(length).toMillis();
}

/** More than a duration ever lasts. */
function reachOf(length: Duration): number {
  return length.toMillis() + 2 * DAY_MS;
}
