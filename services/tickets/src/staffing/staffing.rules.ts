import { workingTime, type Interval, type WorkingCalendar } from '@plimsoll/working-time';
import { IANAZone } from 'luxon';
import { mean, quantile } from 'simple-statistics';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
/** Of ten weeks, nine have no more than this. */
const HIGH = 0.9;

/** A zone's clocks, as far as hours of the week go. */
export class WeekClock {
  readonly #zone: IANAZone;

  /** @param timeZone an IANA zone that there is */
  constructor(timeZone: string) {
    this.#zone = IANAZone.create(timeZone);
  }

  /** The local hour of the week of an instant: 0 is Monday from 00:00 to 01:00, 167 the last one of Sunday. */
  hourOfWeek(at: number): number {
    const wall = at + this.#zone.offset(at) * 60_000;
    // 1 January 1970 was a Thursday.
    const hour = Math.floor(wall / HOUR_MS) + 72;
    return ((hour % 168) + 168) % 168;
  }

  /** The last instant, up to `at`, at which a local hour begins. */
  hourBeginning(at: number): number {
    const offset = this.#zone.offset(at) * 60_000;
    return Math.floor((at + offset) / HOUR_MS) * HOUR_MS - offset;
  }
}

/** What comes in in an hour of the week. */
export interface Arrivals {
  /** A week, on average. */
  mean: number;
  /** What it does not exceed in nine of ten weeks, between two of them by straight line. */
  high: number;
}

/**
 * What comes in by hour of the week, 168 of them, over whole weeks that end at `until`: weeks without any count as well.
 *
 * @param openedAt epoch milliseconds; those outside of the weeks count for nothing
 */
export function arrivalsByHour(
  openedAt: readonly number[],
  clock: WeekClock,
  weeks: number,
  until: number,
): Arrivals[] {
  const counts = Array.from({ length: 168 }, () => Array.from({ length: weeks }, () => 0));
  for (const at of openedAt) {
    const week = Math.floor((until - at - 1) / WEEK_MS);
    const hour = counts[clock.hourOfWeek(at)];
    if (week >= 0 && week < weeks && hour) hour[week] = (hour[week] ?? 0) + 1;
  }
  return counts.map((weekly) => ({ mean: mean(weekly), high: quantile(weekly, HIGH) }));
}

/** When somebody had a ticket in work; disjoint and in order. */
export interface WorkedTicket {
  id: string;
  intervals: readonly Interval[];
}

/**
 * How much of a person's working time each ticket took, in milliseconds, by ticket: at every instant that their calendar
 * works, it is shared equally among the tickets they have in work then. So the shares of all sum to the working time in
 * which they had anything in work.
 */
export function sharesOf(tickets: readonly WorkedTicket[], calendar: WorkingCalendar): Map<string, number> {
  const steps = tickets
    .flatMap(({ intervals }) => intervals.filter(({ from, to }) => from < to))
    .flatMap(({ from, to }) => [
      { at: from, by: 1 },
      { at: to, by: -1 },
    ])
    .toSorted((a, b) => a.at - b.at);
  // What one ticket that is in work all the time would have taken up to each instant at which something changes.
  const taken = new Map<number, number>();
  let [sum, inWork, since] = [0, 0, steps[0]?.at ?? 0];
  for (const { at, by } of steps) {
    if (at > since) {
      if (inWork > 0) sum += workingTime(calendar, since, at) / inWork;
      since = at;
    }
    inWork += by;
    taken.set(at, sum);
  }
  return new Map(
    tickets.map(({ id, intervals }) => [
      id,
      intervals
        .filter(({ from, to }) => from < to)
        .reduce((share, { from, to }) => share + (taken.get(to) ?? 0) - (taken.get(from) ?? 0), 0),
    ]),
  );
}

/** How long tickets take, in seconds of somebody's working time. */
export interface Handling {
  ticketCount: number;
  meanSeconds: number;
  highSeconds: number;
}

/** How long tickets take on average, and what nine of ten do not exceed; null where there are none. */
export function handlingOf(shares: readonly number[]): Handling | null {
  if (shares.length === 0) return null;
  const seconds = shares.map((ms) => ms / 1_000);
  return { ticketCount: shares.length, meanSeconds: mean(seconds), highSeconds: quantile(seconds, HIGH) };
}

/** Who can be on duty: with these skills, in these hours, but for when they are away. */
export interface StaffedAgent {
  skillIds: ReadonlySet<string>;
  calendar: WorkingCalendar;
  absences: readonly Interval[];
}

/** How many of these agents work at some time of an hour and are not away throughout it. */
function onDuty(agents: readonly StaffedAgent[], from: number, to: number): number {
  return agents.filter(
    ({ calendar, absences }) =>
      workingTime(calendar, from, to) > 0 &&
      !absences.some((absence) => absence.from <= from && absence.to >= to),
  ).length;
}

/** What an hour asks for and what it has. */
export interface StaffingHour {
  from: Date;
  to: Date;
  arrivals: number;
  arrivalsHigh: number;
  /** Agents busy all of the hour with what comes in: arrivals × handling time; null where no handling time is known. */
  load: number | null;
  agentsNeeded: number | null;
  agentsOnDuty: number;
}

/**
 * Hour by hour what comes in, what work that makes, and who is there for it. Needed are as many as have the work of a busy
 * week done without being busier than `occupancy`: ⌈high arrivals × mean handling hours ÷ occupancy⌉.
 */
export function staffingHours(
  given: {
    arrivals: readonly Arrivals[];
    handling: Handling | null;
    agents: readonly StaffedAgent[];
    occupancy: number;
  },
  clock: WeekClock,
  from: number,
  to: number,
): StaffingHour[] {
  const { arrivals, handling, agents, occupancy } = given;
  const hours: StaffingHour[] = [];
  for (let begin = clock.hourBeginning(from); begin < to; begin += HOUR_MS) {
    const expected = arrivals[clock.hourOfWeek(begin)] ?? { mean: 0, high: 0 };
    const handlingHours = handling && handling.meanSeconds / 3_600;
    hours.push({
      from: new Date(begin),
      to: new Date(begin + HOUR_MS),
      arrivals: expected.mean,
      arrivalsHigh: expected.high,
      load: handlingHours && expected.mean * handlingHours,
      agentsNeeded:
        handlingHours === null
          ? null
          : Math.max(0, Math.ceil((expected.high * handlingHours) / occupancy - 1e-9)),
      agentsOnDuty: onDuty(agents, begin, begin + HOUR_MS),
    });
  }
  return hours;
}
