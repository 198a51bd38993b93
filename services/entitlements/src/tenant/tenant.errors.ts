import { DomainError } from '@plimsoll/shared';

/** The operation cannot be done, now or later: it is not tried again. */
export function tenantRefusal(reason: string): DomainError {
  return new DomainError('TENANT_REFUSED', reason, []);
}
