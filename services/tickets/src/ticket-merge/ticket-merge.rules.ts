import { DomainError } from '@plimsoll/shared';
import { isOpen, type TicketStatus } from '../ticket/index.js';

/** A ticket as far as it can be merged. */
export interface Mergeable {
  id: string;
  customerId: string | null;
  status: TicketStatus;
  mergedIntoId: string | null;
}

/** Refuses what nothing can be merged into: what is finished, or was merged away. @throws DomainError `NOT_MERGEABLE` */
export function checkMergeTarget(target: Mergeable): void {
  if (target.mergedIntoId !== null)
    throw refused(`It was merged into ${target.mergedIntoId}; name that one.`, 'intoId');
  if (!isOpen(target.status)) throw refused(`It is ${target.status}; reopen it first.`, 'intoId');
}

/**
 * Refuses a ticket that is not the same as the target: itself, of another customer, or merged away.
 *
 * @throws DomainError `NOT_MERGEABLE`
 */
export function checkMergeSource(source: Mergeable, target: Mergeable): void {
  if (source.id === target.id) throw refused('A ticket is not merged into itself.', 'id');
  if (source.mergedIntoId !== null) throw refused(`It was merged into ${source.mergedIntoId} already.`, 'id');
  if (source.customerId !== target.customerId) {
    throw refused('Tickets of different customers are never merged; let them follow one incident.', 'id');
  }
}

function refused(message: string, field: string): DomainError {
  return new DomainError('NOT_MERGEABLE', message, [field]);
}
