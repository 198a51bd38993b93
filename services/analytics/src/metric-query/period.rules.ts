import { invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';

/** How long the periods of an answer are; NONE: all of it is one. */
export const GRAINS = ['DAY', 'WEEK', 'MONTH', 'QUARTER', 'YEAR', 'NONE'] as const;
/** One of {@link GRAINS}. */
export type Grain = (typeof GRAINS)[number];

/** The periods of a question, in order, without gaps, half-open; each instant of it belongs to exactly one. */
export interface Periods {
  readonly starts: readonly Date[];
  readonly ends: readonly Date[];
  /** The first date of each in its time zone, `YYYY-MM-DD`; empty where there is no grain. */
  readonly labels: readonly string[];
  /** The first and the last date that each has, in its time zone, `YYYY-MM-DD`. */
  readonly days: readonly (readonly [first: string, last: string])[];
}

const LONGEST_YEARS = 100;
/** Three years of days. */
const MOST_PERIODS = 1_100;

/**
 * Cuts `[from, to)` at the calendar's borders in a time zone; weeks begin on Monday. The first and the last piece may be
 * shorter than their calendar period; they are named by its first date all the same.
 *
 * @throws DomainError `INVALID` where it is empty, longer than a century, or cut into more than 1,100 periods
 */
export function periodsOf(from: Date, to: Date, grain: Grain, timeZone: string): Periods {
  if (from >= to) throw invalid('`to` is later than `from`.', ['input', 'to']);
  const first = DateTime.fromJSDate(from, { zone: timeZone });
  if (first.plus({ years: LONGEST_YEARS }).toJSDate() < to) {
    throw invalid(`A question spans at most ${LONGEST_YEARS} years.`, ['input', 'to']);
  }
  const dayBefore = (end: Date) =>
    DateTime.fromMillis(end.getTime() - 1, { zone: timeZone }).toFormat('yyyy-MM-dd');
  if (grain === 'NONE') {
    const days = [[first.toFormat('yyyy-MM-dd'), dayBefore(to)]] as const;
    return { starts: [from], ends: [to], labels: [], days };
  }
  const unit = grain.toLowerCase() as 'day' | 'week' | 'month' | 'quarter' | 'year';
  const starts: Date[] = [];
  const ends: Date[] = [];
  const labels: string[] = [];
  const days: [string, string][] = [];
  let border = first.startOf(unit);
  for (let start = from; start < to;) {
    if (starts.length === MOST_PERIODS) {
      throw invalid(`That is more than ${MOST_PERIODS} periods: choose a coarser grain.`, ['input', 'grain']);
    }
    const next = border.plus({ [unit]: 1 }).startOf(unit);
    const end = next.toJSDate() < to ? next.toJSDate() : to;
    starts.push(start);
    ends.push(end);
    labels.push(border.toFormat('yyyy-MM-dd'));
    days.push([DateTime.fromJSDate(start, { zone: timeZone }).toFormat('yyyy-MM-dd'), dayBefore(end)]);
    start = end;
    border = next;
  }
  return { starts, ends, labels, days };
}
