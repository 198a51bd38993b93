import { DomainError } from '@plimsoll/shared';

/** Another template has this name. */
export function templateNameTaken(name: string): DomainError {
  return new DomainError(
    'DUPLICATE_NAME',
    `Another template is called ${JSON.stringify(name)} already; choose another name, or change that one.`,
    ['name'],
  );
}
