import { DomainError } from '@plimsoll/shared';

/** How many days before a renewal somebody is reminded of it, the farthest first. */
export const REMINDED_AHEAD = [90, 60, 30] as const;

/** After how many days without an answer a reminder is overdue, and managers see it too. */
const OVERDUE_DAYS = 7;

/** The instant at or before which a reminder is overdue that nobody has acknowledged. */
export function overdueSince(now: Date): Date {
  return new Date(now.getTime() - OVERDUE_DAYS * 86_400_000);
}

/** What decides who may acknowledge a reminder. */
export interface Acknowledgeable {
  acknowledgedAt: Date | null;
  remindedAt: Date;
  /** The customer's account manager; null: it has none. */
  accountManagerId: string | null;
}

/**
 * Lets the account manager acknowledge; managers and admins only once the reminder is overdue, or where there is no
 * account manager.
 *
 * @throws DomainError `INVALID_TRANSITION` for one that is acknowledged already, `NOT_YET` before it is overdue,
 *   `NOT_FOUND` for everybody else
 */
export function checkAcknowledgement(
  reminder: Acknowledgeable,
  by: { personId: string | null; manages: boolean },
  now: Date,
): void {
  const { acknowledgedAt, remindedAt, accountManagerId } = reminder;
  const own = by.personId !== null && by.personId === accountManagerId;
  if (!own && !by.manages) {
    throw new DomainError('NOT_FOUND', 'There is nothing here that you may change.', ['id']);
  }
  if (acknowledgedAt !== null) {
    throw new DomainError('INVALID_TRANSITION', 'The reminder has been acknowledged already.', ['id']);
  }
  if (!own && accountManagerId !== null && remindedAt > overdueSince(now)) {
    throw new DomainError(
      'NOT_YET',
      `The account manager answers first; others may after ${OVERDUE_DAYS} days.`,
      ['id'],
    );
  }
}
