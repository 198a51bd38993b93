import { DomainError } from '@plimsoll/shared';

/** There is an active form for the same. */
export function formExists(): DomainError {
  return new DomainError(
    'ALREADY_EXISTS',
    'There is an active form for the same escalations already; edit that one, or end it first.',
    ['kind'],
  );
}
