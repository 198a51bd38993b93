import { DomainError } from '@plimsoll/shared';
import { isOpen, statusAfter, TicketKind, TicketStatus } from '../ticket/index.js';

/** What becomes of the tickets that follow an incident or a problem once that is resolved. */
export enum FollowersChoice {
  LEAVE = 'LEAVE',
  OFFER = 'OFFER',
  RESOLVE = 'RESOLVE',
}

/** A ticket as far as it can follow and be followed. */
export interface Followable {
  id: string;
  kind: TicketKind;
  status: TicketStatus;
  parentId: string | null;
  mergedIntoId: string | null;
}

/**
 * Refuses what cannot be followed: a request, what is finished, or what was merged away.
 *
 * @throws DomainError `NOT_FOLLOWABLE`
 */
export function checkFollowable(parent: Followable): void {
  if (parent.kind === TicketKind.REQUEST)
    throw unfollowable('A request is not followed; incidents and problems are.');
  if (parent.mergedIntoId !== null)
    throw unfollowable(`It was merged into ${parent.mergedIntoId}; follow that one.`);
  if (!isOpen(parent.status)) throw unfollowable(`It is ${parent.status}: there is nothing left to follow.`);
}

/**
 * Refuses a ticket that cannot follow the parent: itself, one that the parent follows, or one that follows it already.
 *
 * @param ancestors of the parent, itself among them
 * @throws DomainError `FOLLOW_CYCLE`, or `INVALID` where it follows already
 */
export function checkFollower(ticket: Followable, parentId: string, ancestors: ReadonlySet<string>): void {
  if (ancestors.has(ticket.id))
    throw new DomainError('FOLLOW_CYCLE', 'It would come to follow itself.', ['id']);
  if (ticket.parentId === parentId) throw new DomainError('INVALID', 'It follows this one already.', ['id']);
}

/** What becomes of a follower whose parent is resolved; null where nothing does. */
export function fateOf(
  follower: Followable,
  choice: FollowersChoice,
): { type: 'RESOLVED' | 'WAITED' | 'PROBLEM_SOLVED'; status: TicketStatus } | null {
  const { status } = follower;
  if (!isOpen(status) || status === TicketStatus.ON_HOLD) return null;
  if (choice === FollowersChoice.RESOLVE) {
    return { type: 'RESOLVED', status: statusAfter(status, { type: 'RESOLVED' }) };
  }
  // The customer is asked whether it is solved; one that is asked something already is not asked again.
  if (choice === FollowersChoice.OFFER && status !== TicketStatus.WAITING_ON_CUSTOMER) {
    return { type: 'WAITED', status: TicketStatus.WAITING_ON_CUSTOMER };
  }
  const next = statusAfter(status, { type: 'PROBLEM_SOLVED' });
  return next === status ? null : { type: 'PROBLEM_SOLVED', status: next };
}

function unfollowable(message: string): DomainError {
  return new DomainError('NOT_FOLLOWABLE', message, ['parentId']);
}
