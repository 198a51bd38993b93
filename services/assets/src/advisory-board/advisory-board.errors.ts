import { DomainError } from '@plimsoll/shared';

/** Another board has the name. */
export function boardExists(name: string): DomainError {
  return new DomainError('ALREADY_EXISTS', `There is a board ${JSON.stringify(name)} already.`, ['name']);
}
