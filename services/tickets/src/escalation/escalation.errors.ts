import { DomainError } from '@plimsoll/shared';

/** Somebody has answered it, or it has come to nothing. */
export function escalationNotOpen(): DomainError {
  return new DomainError('INVALID_STATUS', 'This escalation was acknowledged already, or is over.', ['id']);
}

/** An escalation was asked for and not answered yet. */
export function alreadyRequested(): DomainError {
  return new DomainError(
    'ALREADY_REQUESTED',
    'An escalation of this ticket was asked for already; somebody will answer.',
    ['ticketId'],
  );
}

/** The rotation has nobody at this instant. */
export function nobodyOnCall(): DomainError {
  return new DomainError(
    'NOBODY_ON_CALL',
    'Nobody is on call by this rotation at the moment; name a person.',
    ['rotationId'],
  );
}
