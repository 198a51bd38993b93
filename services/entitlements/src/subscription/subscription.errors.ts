import { DomainError } from '@plimsoll/shared';

/** The subscription does not stand where this step can be taken. */
export function invalidTransition(step: string, status: string, because: string): DomainError {
  return new DomainError(
    'INVALID_TRANSITION',
    `Cannot ${step} a subscription that is ${status}: ${because}`,
    ['id'],
  );
}

/** The amounts of one subscription are in one currency, its plan's. */
export function currencyMismatch(given: string, expected: string, field: string): DomainError {
  return new DomainError(
    'CURRENCY_MISMATCH',
    `The currency is ${given}, but this subscription and its plan are in ${expected}; one subscription has one currency.`,
    [field],
  );
}

/** All plans of one subscription are of one product. */
export function productMismatch(field: string): DomainError {
  return new DomainError(
    'PRODUCT_MISMATCH',
    'The plan is of another product; start a subscription of its own for it.',
    [field],
  );
}
