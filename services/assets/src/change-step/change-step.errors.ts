import { DomainError } from '@plimsoll/shared';

/** The step does not follow from the status the change has. */
export function stepRefused(step: string, status: string, from: readonly string[]): DomainError {
  return new DomainError(
    'INVALID_STATUS',
    `This change is ${status}; to ${step} it, it has to be ${from.join(' or ')}.`,
    ['id'],
  );
}

/** What was agreed on is no longer open to change. */
export function planSettled(field: string, status: string): DomainError {
  return new DomainError(
    'INVALID_STATUS',
    `\`${field}\` is settled once a change has begun, and this one is ${status}; complete it and draft another.`,
    [field],
  );
}

/** Overriding what blocks a change is not for everybody. */
export function mayNotOverride(field: string): DomainError {
  return new DomainError('FORBIDDEN', 'Only admins and managers override what blocks a change.', [field]);
}
