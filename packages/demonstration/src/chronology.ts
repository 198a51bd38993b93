import { DateTime } from 'luxon';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** How many months of operations the company looks back on. */
const MONTHS = 24;

/** The company's time line: everything is placed relative to one instant. Instants are epoch milliseconds, dates UTC. */
export class Chronology {
  /** The instant the data set stands for, cut to the full minute. */
  readonly asOf: number;
  /** The UTC date of `asOf`. */
  readonly today: DateTime;
  /** The start of the recorded operations: MONTHS before today. */
  readonly start: number;
  /** The first instant of the UTC month of `asOf`. */
  readonly monthStart: number;

  constructor(
    asOf: Date,
    readonly seed: number,
  ) {
    if (Number.isNaN(asOf.getTime())) throw new RangeError('asOf is not an instant.');
    this.asOf = Math.floor(asOf.getTime() / MINUTE) * MINUTE;
    this.today = DateTime.fromMillis(this.asOf, { zone: 'utc' }).startOf('day');
    this.start = this.today.minus({ months: MONTHS }).toMillis();
    this.monthStart = this.today.startOf('month').toMillis();
  }

  /** The UTC date `count` months before today. */
  monthsAgo(count: number): DateTime {
    return this.today.minus({ months: count });
  }

  /** The UTC date `count` days before today (negative: ahead). */
  daysAgo(count: number): DateTime {
    return this.today.minus({ days: count });
  }
}

/** RFC 3339 in UTC, to the second: no instant of the company is finer. */
export function instant(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace('.000Z', 'Z');
}

/** `YYYY-MM-DD`. */
export function date(value: DateTime): string {
  return value.toISODate() ?? '';
}

/** The instant at `hour`:`minute` local time of `zone` on the local day that holds `near`. */
export function localTime(near: number, zone: string, hour: number, minute: number): number {
  return DateTime.fromMillis(near, { zone }).set({ hour, minute, second: 0, millisecond: 0 }).toMillis();
}

/** The instant itself on a local weekday, else the same local time on the Friday before. */
export function onWeekday(near: number, zone: string): number {
  const local = DateTime.fromMillis(near, { zone });
  return local.weekday <= 5 ? near : local.minus({ days: local.weekday - 5 }).toMillis();
}
