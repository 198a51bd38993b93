import { DomainError } from '@plimsoll/shared';

/** Another customer has this identifier already, in whatever spelling. */
export function duplicateCsi(csi: string): DomainError {
  return new DomainError(
    'DUPLICATE_CSI',
    `Another customer has the CSI ${JSON.stringify(csi)} already; identifiers are compared without case and dashes.`,
    ['csi'],
  );
}
