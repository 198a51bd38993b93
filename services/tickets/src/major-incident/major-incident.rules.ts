import { DomainError, invalid } from '@plimsoll/shared';
import { TicketKind, TicketStatus } from '../ticket/index.js';

/** How far an incident is, as it is told. */
export enum IncidentProgress {
  INVESTIGATING = 'INVESTIGATING',
  IDENTIFIED = 'IDENTIFIED',
  MONITORING = 'MONITORING',
  RESOLVED = 'RESOLVED',
}

/** The shortest and the longest time between two status updates, in minutes. */
const UPDATE_MINUTES = { least: 5, most: 1440 } as const;

const MINUTE_MS = 60_000;

/** What decides whether the next status update is owed. */
export interface Cadence {
  declaredAt: Date;
  lastUpdateAt: Date | null;
  updateMinutes: number;
  stoodDownAt: Date | null;
}

/** When the next status update is owed: so long after the last, or after it was declared; null once it is stood down. */
export function nextUpdateAt({ declaredAt, lastUpdateAt, updateMinutes, stoodDownAt }: Cadence): Date | null {
  if (stoodDownAt !== null) return null;
  return new Date((lastUpdateAt ?? declaredAt).getTime() + updateMinutes * MINUTE_MS);
}

/** Whether an incident is over, so that nobody owes an update of it. */
export function isOver(status: TicketStatus): boolean {
  return status === TicketStatus.RESOLVED || status === TicketStatus.CLOSED;
}

/** Minutes between two status updates. @throws DomainError `INVALID` outside 5–1,440 */
export function checkUpdateMinutes(minutes: number): number {
  const { least, most } = UPDATE_MINUTES;
  if (!Number.isInteger(minutes) || minutes < least || minutes > most) {
    throw invalid(`\`updateMinutes\` is a whole number from ${least} to ${most}.`, ['updateMinutes']);
  }
  return minutes;
}

/** What can be led as a major incident. @throws DomainError `NOT_AN_INCIDENT`, `INVALID_STATUS` for one that is over */
export function checkCanBeLed({ kind, status }: { kind: TicketKind; status: TicketStatus }): void {
  if (kind !== TicketKind.INCIDENT) {
    throw new DomainError('NOT_AN_INCIDENT', 'Only a ticket of kind INCIDENT can be a major incident.', [
      'id',
    ]);
  }
  if (isOver(status)) {
    throw new DomainError('INVALID_STATUS', 'The incident is over; reopen it first.', ['id']);
  }
}

/** @throws DomainError `INVALID_STATUS` once it is stood down */
export function checkStillLed({ stoodDownAt }: { stoodDownAt: Date | null }): void {
  if (stoodDownAt !== null) {
    throw new DomainError('INVALID_STATUS', 'This major incident is stood down already.', ['id']);
  }
}
