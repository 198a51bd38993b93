import { DomainError } from '@plimsoll/shared';

/** A step that the life of a credit does not have from where it is. */
export function wrongStatus(step: string, status: string): DomainError {
  return new DomainError('INVALID_STATUS', `A credit that is ${status} cannot be ${step}.`, ['id']);
}

/** Four eyes: whoever proposed a credit by hand does not decide on it. */
export function ownProposal(): DomainError {
  return new DomainError('OWN_PROPOSAL', 'Nobody approves a credit that they proposed themselves.', ['id']);
}

/** A credit for what the customer does not have. */
export function notCovered(): DomainError {
  return new DomainError(
    'NOT_COVERED',
    "The ledger measures no such product of the customer's under this agreement in this month.",
    ['agreementId'],
  );
}
