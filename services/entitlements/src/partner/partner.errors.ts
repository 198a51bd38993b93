import { DomainError } from '@plimsoll/shared';

/** A reseller was to be put below itself, or below one that is below it. */
export function partnerCycle(path: readonly string[]): DomainError {
  return new DomainError(
    'PARTNER_CYCLE',
    'A partner cannot be below itself: the one named as its parent is this partner or one of those below it.',
    [...path],
  );
}

/** A reseller was to be put so low that it, or one below it, would be on too deep a level. */
export function partnersTooDeep(depth: number, deepest: number, path: readonly string[]): DomainError {
  return new DomainError(
    'PARTNERS_TOO_DEEP',
    `Partners stand on at most ${deepest} levels; with this parent there would be ${depth}.`,
    [...path],
  );
}
