import { DomainError } from '@plimsoll/shared';

/** The entitlement follows its subscription and does not change by itself. */
export function entitlementImplied(subscriptionId: string): DomainError {
  return new DomainError(
    'ENTITLEMENT_IMPLIED',
    `This entitlement follows from the subscription ${subscriptionId}: change the subscription, its plan or its agreement instead.`,
    ['id'],
  );
}
