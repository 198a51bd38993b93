import { conflict, DomainError, invalid } from '@plimsoll/shared';

/** What of a customer decides whether it can be merged. */
export interface Mergeable {
  id: string;
  version: number;
  partnerId: string | null;
  mergedInto: string | null;
  terminatesOn: string | null;
}

/** A customer as the caller has read it. */
export interface NamedVersion {
  id: string;
  expectedVersion: number;
}

/**
 * Checks that a customer can be merged into another.
 *
 * @throws DomainError `CONFLICT` naming the customer that has changed, `CUSTOMER_MERGED`, `INVALID_TRANSITION` while
 *   one of them is terminating or being provisioned, `INVALID` for one and the same, or across partners unless that is
 *   said
 */
export function checkMerge(
  keep: Mergeable,
  duplicate: Mergeable,
  read: { keep: NamedVersion; duplicate: NamedVersion; acrossPartners: boolean; beingProvisioned: boolean },
): void {
  for (const [field, customer] of [
    ['keep', keep],
    ['duplicate', duplicate],
  ] as const) {
    if (customer.mergedInto !== null) {
      throw new DomainError(
        'CUSTOMER_MERGED',
        `The customer ${customer.id} was merged into ${customer.mergedInto} already.`,
        [field],
      );
    }
    if (customer.version !== read[field].expectedVersion) {
      throw Object.assign(conflict('customer', customer.version), { inputPath: [field, 'expectedVersion'] });
    }
    if (customer.terminatesOn !== null) {
      throw new DomainError(
        'INVALID_TRANSITION',
        `A termination of the customer ${customer.id} stands; withdraw it first, or leave the two apart.`,
        [field],
      );
    }
  }
  if (keep.partnerId !== duplicate.partnerId && !read.acrossPartners) {
    throw invalid(
      'The two are resold by different partners; one of them would lose its customer. Say `acrossPartners` if that is meant.',
      ['acrossPartners'],
    );
  }
  if (read.beingProvisioned) {
    throw new DomainError(
      'INVALID_TRANSITION',
      'Something is being provisioned for one of the two; let that end first.',
      ['duplicate'],
    );
  }
}

/** @throws DomainError `INVALID` where the two are one */
export function checkTwo(keepId: string, duplicateId: string): void {
  if (keepId === duplicateId) {
    throw invalid('`keep` and `duplicate` are the same customer.', ['duplicate', 'id']);
  }
}
