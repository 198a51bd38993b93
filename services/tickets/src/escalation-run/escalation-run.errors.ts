import { DomainError } from '@plimsoll/shared';

/** What is over is not stopped. */
export function runOver(): DomainError {
  return new DomainError('INVALID_STATUS', 'This run is over.', ['id']);
}
