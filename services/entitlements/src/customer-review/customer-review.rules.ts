import { DomainError, invalid } from '@plimsoll/shared';
import { instantOfWallTime } from '@plimsoll/working-time';
import { DateTime, Duration } from 'luxon';

/** ISO weekday. */
const SATURDAY = 6;

/** Where a review may stand. */
export const REVIEW_STATUSES = ['SCHEDULED', 'HELD', 'CANCELLED'] as const;
/** One of {@link REVIEW_STATUSES}. */
export type ReviewStatusName = (typeof REVIEW_STATUSES)[number];

/**
 * How often reviews follow one another, ISO 8601 in whole days, weeks, months or years, such as `P3M`.
 *
 * @throws DomainError `INVALID` for less than a week or more than two years
 */
export function checkCadence(every: string): string {
  const length = Duration.fromISO(every);
  const whole = length.isValid && length.hours + length.minutes + length.seconds + length.milliseconds === 0;
  const days = length.as('days');
  if (!whole || days < 7 || days > 731) {
    throw invalid('`every` is a length of time in days, weeks, months or years, from P7D to P2Y.', ['every']);
  }
  return length.toISO();
}

/**
 * When the review after another takes place: so much later at the same time of day where the customer is, moved on
 * as often as needed until it lies after `now`, and from a Saturday or Sunday to the Monday. A time of day that the
 * clocks skip means the first instant after the gap.
 */
export function nextReviewAt(scheduledAt: Date, every: string, timeZone: string, now: Date): Date {
  const first = DateTime.fromJSDate(scheduledAt, { zone: timeZone }).setZone('utc', { keepLocalTime: true });
  const instantOf = (wall: DateTime) => instantOfWallTime(timeZone, wall.toMillis());
  const step = Duration.fromISO(every);
  const latest = Math.max(scheduledAt.getTime(), now.getTime());
  let next = first;
  for (let times = 1; instantOf(next) <= latest; times += 1) {
    next = first.plus(step.mapUnits((amount) => amount * times));
  }
  const daysToMonday = next.weekday >= SATURDAY ? 8 - next.weekday : 0;
  return new Date(instantOf(next.plus({ days: daysToMonday })));
}

/** How often reviews with a new customer follow one another. */
export const FIRST_CADENCE = 'P3M';
/** At which hour of the day a review takes place of which nobody has said when. */
const HOUR = 10;

/** When the first review takes place with a customer who went live on a day: a quarter later, where it is. */
export function firstReviewAt(liveOn: string, timeZone: string, now: Date): Date {
  const at = DateTime.fromISO(liveOn, { zone: timeZone }).set({ hour: HOUR });
  return nextReviewAt(at.toJSDate(), FIRST_CADENCE, timeZone, now);
}

/** Refuses a step of a review that is over. Throws DomainError `INVALID_TRANSITION`. */
export function requireScheduled(step: string, status: ReviewStatusName): void {
  if (status === 'SCHEDULED') return;
  throw new DomainError('INVALID_TRANSITION', `A review that is ${status} cannot be ${step}.`, []);
}
