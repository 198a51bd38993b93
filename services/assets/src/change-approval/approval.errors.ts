import { DomainError } from '@plimsoll/shared';
import type { Outstanding } from './approval.rules.js';

/** Nobody agrees to their own change: who asked for it or carries it out. */
export function ownChange(): DomainError {
  return new DomainError(
    'OWN_CHANGE',
    'You asked for this change or carry it out: somebody else has to decide about it.',
    ['id'],
  );
}

/** Nobody asks this person about this change. */
export function notAnApprover(): DomainError {
  return new DomainError(
    'NOT_AN_APPROVER',
    'The policy does not ask you about this change: you have neither a role nor a free seat that it asks.',
    ['id'],
  );
}

/** A person decides once about what was submitted. */
export function alreadyDecided(): DomainError {
  return new DomainError('ALREADY_DECIDED', 'You have decided about this change as it was submitted.', [
    'id',
  ]);
}

/** A board that is asked is against it, as its votes count now. */
export function approvalRefused(): DomainError {
  return new DomainError(
    'APPROVAL_REFUSED',
    'A board that is asked is against it, counting who may vote now: reject it, or edit it, and submit it again.',
    ['id'],
  );
}

/** Who must agree has not. */
export function approvalOutstanding(outstanding: readonly Outstanding[]): DomainError {
  const reasons = outstanding.map(({ reason, missing }) => `${missing} more for: ${reason}`);
  return new DomainError('APPROVAL_OUTSTANDING', `It is not agreed on: ${reasons.join('; ')}.`, ['id']);
}
