import { DomainError } from '@plimsoll/shared';

/** Another policy has the name. */
export function policyExists(name: string): DomainError {
  return new DomainError('ALREADY_EXISTS', `There is a policy ${JSON.stringify(name)} already.`, ['name']);
}
