import { DomainError } from '@plimsoll/shared';

/** Who is meant has no seat on the board. */
export function noMember(): DomainError {
  return new DomainError('NOT_A_MEMBER', 'This person has no seat on the board.', ['memberId']);
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
