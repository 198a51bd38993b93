import { DomainError } from '@plimsoll/shared';

/** The contact was deactivated. */
export function contactInactive(path: readonly string[]): DomainError {
  return new DomainError(
    'CONTACT_INACTIVE',
    'This contact is deactivated and cannot ask for support. A designated contact of the company, its partner or the support desk can activate the contact with `activateContact`.',
    path,
  );
}

/** All cases of the contract year are used, and the support level refuses more. */
export function casesUsedUp(allowed: number | null): DomainError {
  const all = allowed === null ? 'All cases' : `All ${allowed} cases`;
  return new DomainError(
    'CASES_USED_UP',
    `${all} of this contract year are used, and the support level serves no more. The account manager can extend it.`,
    ['customerId'],
  );
}
