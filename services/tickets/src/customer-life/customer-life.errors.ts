import { DomainError } from '@plimsoll/shared';

/** The customer's access is off: it, and its partner, open no new tickets. */
export function accessOff(reason: string | null): DomainError {
  const why = reason === null ? '' : ` (${reason})`;
  return new DomainError(
    'ACCESS_OFF',
    `The access of this customer is switched off${why}, so no new tickets are taken. Turn to your account manager.`,
    ['customerId'],
  );
}
