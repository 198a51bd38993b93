import { Duration } from 'luxon';

/**
 * Milliseconds of a length of time, of whatever time a calendar counts: a day is 24 hours of it, a week 168.
 *
 * @param text ISO 8601 without years and months: `PT15M`, `P1DT1S`
 * @throws RangeError for anything else
 */
export function lengthOfTime(text: string): number {
  const duration = Duration.fromISO(text);
  if (!duration.isValid || duration.years !== 0 || duration.months !== 0 || duration.quarters !== 0) {
    throw new RangeError(`${JSON.stringify(text.slice(0, 80))} is no length of time such as PT15M or P1D`);
  }
  return duration.toMillis();
}
