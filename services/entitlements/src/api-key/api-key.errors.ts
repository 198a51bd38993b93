import { DomainError } from '@plimsoll/shared';
import { MOST_KEYS } from './api-key.rules.js';

/** The partner has as many keys in force as it may. */
export function tooManyKeys(): DomainError {
  return new DomainError(
    'TOO_MANY_KEYS',
    `A partner has at most ${MOST_KEYS} keys in force. Revoke one that is not used.`,
    ['partnerId'],
  );
}

/** A key that was revoked or has expired gets no further secret. */
export function keyNotInForce(): DomainError {
  return new DomainError('KEY_NOT_IN_FORCE', 'This key was revoked or has expired. Create another one.', [
    'id',
  ]);
}
