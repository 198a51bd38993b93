import { DomainError } from '@plimsoll/shared';

/** The customer's support level allows no further designated contact. */
export function designatedMaximum(level: string, most: number, path: readonly string[]): DomainError {
  return new DomainError(
    'DESIGNATED_MAXIMUM',
    `The support level ${JSON.stringify(level)} allows ${most} designated contact${most === 1 ? '' : 's'}, and there are as many. Replace one with \`replaceDesignatedContact\`, or take a designation away first.`,
    path,
  );
}

/** The contact was deactivated. */
export function contactInactive(path: readonly string[]): DomainError {
  return new DomainError(
    'CONTACT_INACTIVE',
    'This contact is deactivated. Activate the contact first, with `activateContact`.',
    path,
  );
}

/** Contacts of different customers do not stand in for one another. */
export function otherCustomer(path: readonly string[]): DomainError {
  return new DomainError('OTHER_CUSTOMER', 'The two contacts belong to different customers.', path);
}
