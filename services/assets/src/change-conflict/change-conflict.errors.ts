import { DomainError } from '@plimsoll/shared';
import type { Conflict } from '../change-clash/index.js';

const NAMED = 3;

/** A change clashes with something that forbids it. */
export function conflicting(blocking: readonly Conflict[]): DomainError {
  const named = blocking.slice(0, NAMED).map(({ explanation }) => explanation);
  const more = blocking.length > NAMED ? ` And ${blocking.length - NAMED} more.` : '';
  return new DomainError(
    'CONFLICTING',
    `${named.join(' ')}${more} Move the change, or say in \`overrideConflicts\` why it is made all the same.`,
    ['id'],
  );
}
