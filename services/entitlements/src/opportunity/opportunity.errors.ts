import { DomainError } from '@plimsoll/shared';

/** The step does not follow from where the opportunity stands. */
export function invalidTransition(step: string, stage: string, from: readonly string[]): DomainError {
  return new DomainError(
    'INVALID_TRANSITION',
    `An opportunity that is ${stage} cannot ${step}; one that is ${from.join(' or ')} can.`,
    [],
  );
}

/** Somebody has recorded the same moment already. */
export function alreadyRecorded(): DomainError {
  return new DomainError(
    'ALREADY_RECORDED',
    'This customer has an open opportunity of this kind from this origin already; update that one.',
    ['originId'],
  );
}
