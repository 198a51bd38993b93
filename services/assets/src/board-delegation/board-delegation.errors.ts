import { DomainError } from '@plimsoll/shared';

/** Who is meant has no seat on the board. */
export function noMember(): DomainError {
  return new DomainError('NOT_A_MEMBER', 'This person has no seat on the board.', ['memberId']);
}

/** Only managers and admins hand over the vote of somebody else. */
export function notYours(): DomainError {
  return new DomainError(
    'FORBIDDEN',
    'Only managers and admins hand over the vote of somebody else; leave `memberId` out to hand over yours.',
    ['memberId'],
  );
}

/** A member votes as such and for nobody else. */
export function delegateIsMember(): DomainError {
  return new DomainError(
    'INVALID',
    'A member of the board has a vote already; hand yours to somebody who has none.',
    ['delegateId'],
  );
}

/** A member has one delegate at a time. */
export function alreadyDelegated(): DomainError {
  return new DomainError('ALREADY_DELEGATED', 'This vote is handed to somebody else for some of that time.', [
    'validFrom',
  ]);
}

/** What is over is not taken back. */
export function delegationOver(): DomainError {
  return new DomainError('INVALID_STATUS', 'This delegation is over, or was taken back.', ['id']);
}
