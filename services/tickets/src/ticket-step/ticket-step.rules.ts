import { DomainError, hasRole, type Principal, type Role } from '@plimsoll/shared';

/** Who takes the steps that are for staff. */
export const DESK_ROLES: readonly Role[] = ['admin', 'agent', 'operator', 'manager'];

/** Who takes the steps that customers and their partners take too. */
export const ASKING_ROLES: readonly Role[] = [...DESK_ROLES, 'partner', 'contact'];

/** Whether a caller acts for the desk rather than for a customer. */
export function actsForDesk(principal: Principal): boolean {
  return hasRole(principal, ...DESK_ROLES);
}

/** The longest text of an event. */
export const LONGEST_TEXT = 20_000;

/** The longest reason of a decision. */
export const LONGEST_REASON = 2_000;

/** The longest subject of a ticket. */
export const LONGEST_SUBJECT = 300;

/** Now; or the next millisecond where something happened at the same one, so that every step makes a version. */
export function laterThan(last: Date, now: Date): Date {
  return now > last ? now : new Date(last.getTime() + 1);
}

/** A ticket that turned out to be another one: what is to be done with it is to be done with that one. */
export function mergedAway(intoId: string): DomainError {
  return new DomainError(
    'MERGED',
    `The ticket was merged into ${intoId}; take it out of there, or go on there.`,
    ['id'],
  );
}
