import { invalid } from '@plimsoll/shared';
import { lengthOfTime } from '@plimsoll/working-time';

/** How many clocks come due in an hour, by what they count. */
export interface DueHour {
  from: Date;
  to: Date;
  firstResponses: number;
  updates: number;
  resolutions: number;
}

const HOUR_MS = 3_600_000;

/**
 * A length of time out of the past or into the future, in milliseconds.
 *
 * @param longestDays its upper bound
 * @throws DomainError `INVALID` for what is no length of time, none at all, or more than the bound
 */
export function checkSpan(text: string, field: string, longestDays: number): number {
  let ms: number;
  try {
    ms = lengthOfTime(text);
  } catch {
    throw invalid(`\`${field}\` is no length of time such as PT8H.`, [field]);
  }
  if (ms <= 0 || ms > longestDays * 24 * HOUR_MS) {
    throw invalid(`\`${field}\` is longer than nothing and at most ${longestDays} days.`, [field]);
  }
  return ms;
}

/** A count of clocks that come due in the hour that begins so many hours from now; −1: past due. */
export interface HourCount {
  hour: number;
  target: 'FIRST_RESPONSE' | 'UPDATE' | 'RESOLUTION';
  count: number;
}

/** The counts by hour, each hour from `now` to `until` once, the last one cut off there; and what is past due already. */
export function forecastOf(
  counts: readonly HourCount[],
  now: Date,
  until: Date,
): { pastDueCount: number; hours: DueHour[] } {
  const hours: DueHour[] = [];
  for (let from = now.getTime(); from < until.getTime(); from += HOUR_MS) {
    const due = (target: HourCount['target']) =>
      counts
        .filter((one) => one.hour === hours.length && one.target === target)
        .reduce((sum, { count }) => sum + count, 0);
    hours.push({
      from: new Date(from),
      to: new Date(Math.min(from + HOUR_MS, until.getTime())),
      firstResponses: due('FIRST_RESPONSE'),
      updates: due('UPDATE'),
      resolutions: due('RESOLUTION'),
    });
  }
  const pastDue = counts.filter(({ hour }) => hour < 0);
  return { pastDueCount: pastDue.reduce((sum, { count }) => sum + count, 0), hours };
}
