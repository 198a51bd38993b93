import { DomainError } from '@plimsoll/shared';

/** The step does not follow from the status the change has. */
export function stepRefused(step: string, status: string, from: readonly string[]): DomainError {
  return new DomainError(
    'INVALID_STATUS',
    `This change is ${status}; to ${step} it, it has to be ${from.join(' or ')}.`,
    ['id'],
  );
}

/** Nobody approves their own change. */
export function ownChange(): DomainError {
  return new DomainError('OWN_CHANGE', 'You asked for this change: somebody else has to approve it.', ['id']);
}

/** What was agreed on is no longer open to change. */
export function planSettled(field: string, status: string): DomainError {
  return new DomainError(
    'INVALID_STATUS',
    `\`${field}\` is settled once a change is in review, and this one is ${status}; cancel it and draft another.`,
    [field],
  );
}
