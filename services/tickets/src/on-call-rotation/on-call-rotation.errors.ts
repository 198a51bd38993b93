import { DomainError } from '@plimsoll/shared';

/** Another rotation has the name. */
export function rotationExists(name: string): DomainError {
  return new DomainError('ALREADY_EXISTS', `There is a rotation ${JSON.stringify(name)} already.`, ['name']);
}

/** The rotation has no such layer. */
export function noLayer(layer: string): DomainError {
  return new DomainError('NOT_FOUND', `The rotation has no layer ${JSON.stringify(layer.slice(0, 80))}.`, [
    'layer',
  ]);
}

/** Somebody has the place already for some of that time. */
export function alreadyOverridden(): DomainError {
  return new DomainError(
    'ALREADY_OVERRIDDEN',
    'Somebody stands in for this layer already for some of that time; cancel that override first.',
    ['from'],
  );
}

/** What is over is not cancelled. */
export function overrideOver(): DomainError {
  return new DomainError('INVALID_STATUS', 'This override is over, or was cancelled.', ['id']);
}

/** Nobody is on call by a rotation that is out of use. */
export function rotationInactive(): DomainError {
  return new DomainError('INVALID_STATUS', 'This rotation is out of use.', ['rotationId']);
}
