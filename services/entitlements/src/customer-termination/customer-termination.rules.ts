import { DomainError, invalid } from '@plimsoll/shared';
import { DateTime, Duration } from 'luxon';
import { statusOn, termAfter, type RenewalTerm, type SubscriptionDates } from '../subscription/index.js';

/** The longest grace, in days after the contracts' end. */
const MOST_GRACE_DAYS = 180;

/** The longest retention, in days after the grace. */
const MOST_RETENTION_DAYS = 3_650;

const MOST_AHEAD_DAYS = 1_830;

/** The days of a termination, `YYYY-MM-DD` where the customer is. */
export interface TerminationDays {
  /** The contracts' first day out. */
  effectiveOn: string;
  /** The first day without access. */
  graceUntil: string;
  /** The first day without personal data. */
  retainUntil: string;
}

/**
 * The days of a termination.
 *
 * @param given.gracePeriod ISO 8601, whole days, at most 180
 * @param given.retention ISO 8601, whole days, at most ten years
 * @throws DomainError `INVALID` naming the field
 */
export function terminationDays(
  given: { effectiveOn: string; gracePeriod: string; retention: string },
  today: string,
): TerminationDays {
  const { effectiveOn } = given;
  if (effectiveOn < today || effectiveOn > daysAfter(today, { days: MOST_AHEAD_DAYS })) {
    throw invalid(`\`effectiveOn\` is ${effectiveOn}; it is today (${today}) or later, at most five years.`, [
      'effectiveOn',
    ]);
  }
  const graceUntil = daysLater(effectiveOn, given.gracePeriod, 'gracePeriod', MOST_GRACE_DAYS);
  return {
    effectiveOn,
    graceUntil,
    retainUntil: daysLater(graceUntil, given.retention, 'retention', MOST_RETENTION_DAYS),
  };
}

function daysLater(day: string, text: string, field: string, most: number): string {
  const length = Duration.fromISO(text);
  const { hours, minutes, seconds, milliseconds, ...days } = length.toObject();
  const ofADay = [hours, minutes, seconds, milliseconds].some((part) => part !== undefined && part !== 0);
  const later = length.isValid && !ofADay ? daysAfter(day, days) : '';
  if (later < day || later > daysAfter(day, { days: most })) {
    throw invalid(`\`${field}\` is a length of whole days from P0D to P${most}D.`, [field]);
  }
  return later;
}

function daysAfter(day: string, length: object): string {
  return DateTime.fromISO(day, { zone: 'utc' }).plus(length).toFormat('yyyy-MM-dd');
}

/** Where a termination stands on a day. */
export type TerminationStatusName = 'REQUESTED' | 'IN_GRACE' | 'TERMINATED' | 'ERASED' | 'WITHDRAWN';

/** What has been done of a termination. */
export type TerminationProgress = 'STANDING' | 'TERMINATED' | 'ERASED' | 'WITHDRAWN';

/** Where a termination stands on a day, by what has been done and by its days. */
export function terminationStatusOn(
  { status, effectiveOn, graceUntil }: TerminationDays & { status: TerminationProgress },
  today: string,
): TerminationStatusName {
  if (status !== 'STANDING') return status;
  if (today < effectiveOn) return 'REQUESTED';
  return today < graceUntil ? 'IN_GRACE' : 'TERMINATED';
}

/** The dates of a subscription that a termination sets. */
export interface SubscriptionEnd {
  cancelledOn: string | null;
  endedOn: string | null;
  endReason: string | null;
  renewsOn: string | null;
}

/** A subscription as far as it can be ended, and run again. */
export type Endable = SubscriptionDates & SubscriptionEnd & { term: RenewalTerm | null };

/** The dates of a subscription alone. */
export function endOf({ cancelledOn, endedOn, endReason, renewsOn }: SubscriptionEnd): SubscriptionEnd {
  return { cancelledOn, endedOn, endReason, renewsOn };
}

/**
 * What ends a subscription by a day: asked for today unless it was before, in effect on the day, or on its first day
 * where that is later. Null where it has ended, or ends by then anyway.
 *
 * @throws DomainError `INVALID_TRANSITION` while it is being provisioned
 */
export function endedBy(
  subscription: Endable,
  today: string,
  day: string,
  reason: string,
): SubscriptionEnd | null {
  const { startedOn, endedOn, cancelledOn, activatedAt } = subscription;
  if (endedOn !== null && (endedOn <= today || endedOn <= day)) return null;
  if (activatedAt === null) {
    throw new DomainError(
      'INVALID_TRANSITION',
      'A subscription of this customer is being provisioned; let that end, or cancel its order first.',
      ['id'],
    );
  }
  const on = day < startedOn ? startedOn : day;
  if (endedOn !== null && endedOn <= on) return null;
  return { cancelledOn: cancelledOn ?? today, endedOn: on, endReason: reason, renewsOn: null };
}

/** How a subscription that a termination ended runs on. */
export interface Revival {
  patch: SubscriptionEnd;
  /** What is put on record of the time between, in order. */
  events: { type: 'CANCELLED' | 'ENDED' | 'REACTIVATED'; on: string; reason: string | null }[];
}

/**
 * How a subscription runs on once the termination that ended it is withdrawn: as before, renewals that have passed
 * meanwhile moved on by its term. Where it had ended, it runs again from today, with a gap between. Null where
 * somebody has given it other dates since, which stand.
 */
export function revived(
  subscription: Endable,
  { before, made }: { before: SubscriptionEnd; made: SubscriptionEnd },
  today: string,
): Revival | null {
  if (subscription.cancelledOn !== made.cancelledOn || subscription.endedOn !== made.endedOn) return null;
  const over = before.endedOn !== null && before.endedOn <= today;
  const patch = {
    ...before,
    renewsOn: over ? before.renewsOn : renewsAfter(before.renewsOn, subscription.term, today),
  };
  const begun = subscription.startedOn <= today;
  const untouched = before.cancelledOn !== null && statusOn(subscription, today) !== 'ENDED';
  if (over || !begun || untouched) return { patch, events: [] };
  const events: Revival['events'] = [{ type: 'REACTIVATED', on: today, reason: null }];
  if (before.cancelledOn === null && made.cancelledOn !== null) {
    events.unshift({ type: 'CANCELLED', on: made.cancelledOn, reason: made.endReason });
  }
  if (made.endedOn !== null && made.endedOn <= today) {
    events.unshift({ type: 'ENDED', on: made.endedOn, reason: made.endReason });
  }
  return { patch, events };
}

function renewsAfter(renewsOn: string | null, term: RenewalTerm | null, today: string): string | null {
  if (term === null || renewsOn === null) return renewsOn;
  let next = renewsOn;
  while (next <= today) next = termAfter(next, term);
  return next;
}

/** @throws DomainError `INVALID_TRANSITION` once the grace is over, or where no termination stands */
export function checkWithdrawal(termination: TerminationDays | null, today: string): void {
  if (termination === null) {
    throw new DomainError('INVALID_TRANSITION', 'No termination of this customer stands.', ['id']);
  }
  if (today < termination.graceUntil) return;
  throw new DomainError(
    'INVALID_TRANSITION',
    `The grace period ended on ${termination.graceUntil}; the termination stands.`,
    ['id'],
  );
}

/** @throws DomainError `INVALID_TRANSITION` where a termination stands already */
export function checkTermination(terminatesOn: string | null): void {
  if (terminatesOn === null) return;
  throw new DomainError(
    'INVALID_TRANSITION',
    'A termination of this customer stands already; withdraw it to set another one.',
    ['id'],
  );
}
