import { DomainError } from '@plimsoll/shared';

/** An owner would have two price lists of one currency in force on one day. */
export function priceListsOverlap(currency: string): DomainError {
  return new DomainError(
    'PRICE_LISTS_OVERLAP',
    `Another price list in ${currency} of the same owner is in force on some of these days; supersede it, or end it first.`,
    ['validFrom'],
  );
}
