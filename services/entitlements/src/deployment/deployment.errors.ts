import { DomainError } from '@plimsoll/shared';

/** The step does not follow from where the deployment stands. */
export function invalidTransition(step: string, status: string): DomainError {
  return new DomainError('INVALID_TRANSITION', `A deployment that is ${status} cannot ${step}.`, []);
}

/** Not everything is reached. */
export function milestonesOpen(names: readonly string[]): DomainError {
  return new DomainError(
    'MILESTONES_OPEN',
    `Complete these milestones first: ${names.map((name) => `"${name}"`).join(', ')}.`,
    [],
  );
}

/** A customer is onboarded once at a time. */
export function alreadyInProgress(): DomainError {
  return new DomainError(
    'ALREADY_IN_PROGRESS',
    'This customer has a deployment in progress already; complete or cancel that one.',
    ['customerId'],
  );
}
