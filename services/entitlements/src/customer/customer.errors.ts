import { DomainError } from '@plimsoll/shared';

/** Another customer has this identifier already, in whatever spelling. */
export function duplicateCsi(csi: string): DomainError {
  return new DomainError(
    'DUPLICATE_CSI',
    `Another customer has the CSI ${JSON.stringify(csi)} already; identifiers are compared without case and dashes.`,
    ['csi'],
  );
}

/** The customer turned out to be another one, which stands for both. */
export function customerMerged(id: string, into: string, path: readonly string[] = ['id']): DomainError {
  return new DomainError(
    'CUSTOMER_MERGED',
    `The customer ${id} was merged into ${into}, which stands for both. Use that one.`,
    path,
  );
}
