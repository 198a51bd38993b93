import { invalid } from '@plimsoll/shared';
import { DateTime } from 'luxon';

/** A stretch of time, half-open. */
export interface Period {
  readonly from: Date;
  readonly to: Date;
}

const LONGEST_YEARS = 10;

/**
 * The period that was asked for.
 *
 * @throws DomainError `INVALID` where it is empty or longer than ten years
 */
export function checkPeriod({ from, to }: Period): Period {
  if (from >= to) throw invalid('`to` is later than `from`.', ['to']);
  if (DateTime.fromJSDate(from, { zone: 'utc' }).plus({ years: LONGEST_YEARS }).toJSDate() < to) {
    throw invalid(`A period is at most ${LONGEST_YEARS} years long.`, ['to']);
  }
  return { from, to };
}

/** A calendar month (UTC), `YYYY-MM`, and the part of it that is asked for. */
export interface MonthSlice extends Period {
  readonly month: string;
}

/** The calendar months (UTC) that a period touches, each cut to the period, in order of time. */
export function monthsOf({ from, to }: Period): MonthSlice[] {
  const slices: MonthSlice[] = [];
  let start = from;
  while (start < to) {
    const month = DateTime.fromJSDate(start, { zone: 'utc' }).startOf('month');
    const next = month.plus({ months: 1 }).toJSDate();
    const end = next < to ? next : to;
    slices.push({ month: month.toFormat('yyyy-MM'), from: start, to: end });
    start = end;
  }
  return slices;
}
