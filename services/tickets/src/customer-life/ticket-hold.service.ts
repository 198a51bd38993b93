import { type BusEvent, type Session } from '@plimsoll/shared';
import { appendTicketEvents } from '../ticket-event/index.js';
import {
  statusAfter,
  ticketRecords,
  TicketStatus,
  type TicketRecord,
  type TicketStep,
} from '../ticket/index.js';
import { accessOff } from './customer-life.errors.js';
import { holdsTickets, lifeOf } from './customer-life.rules.js';
import {
  findAccessOff,
  keepLives,
  lockHeldTickets,
  lockOpenTickets,
  type Switching,
} from './customer-life.store.js';

const AT_ONCE = 500;

/**
 * Sees to the tickets of customers whose access was switched: those that want work are put on hold where it went off
 * with PAUSE; otherwise those on hold go on as they were. Once for each switching, however often it is told.
 */
export async function followAccess(tx: Session, events: readonly BusEvent[], now: Date): Promise<void> {
  const switched = await keepLives(tx, lifeOf(events));
  if (switched.length === 0) return;
  const byId = new Map(switched.map((one) => [one.id, one]));
  const [holding, going] = [switched.filter(holdsTickets), switched.filter((one) => !holdsTickets(one))];
  const held = await lockHeldTickets(
    tx,
    going.map(({ id }) => id),
  );
  await move(
    tx,
    held.map(({ id, customerId, before }) => ({
      id,
      step: { type: 'RELEASED', to: statusNamed(before) },
      text: byId.get(customerId)?.accessReason ?? null,
    })),
    now,
  );
  const open = await lockOpenTickets(
    tx,
    holding.map(({ id }) => id),
  );
  await move(
    tx,
    open.map(({ id, customerId }) => ({ id, step: { type: 'HELD' }, text: whyHeld(byId.get(customerId)) })),
    now,
  );
}

function whyHeld(switching: Switching | undefined): string {
  const reason = switching?.accessReason;
  return `The access of the customer is switched off${reason ? `: ${reason}` : ''}.`;
}

function statusNamed(text: string | null): TicketStatus {
  return Object.values(TicketStatus).find((status) => status === text) ?? TicketStatus.IN_PROGRESS;
}

async function move(
  tx: Session,
  steps: readonly { id: string; step: TicketStep & { type: 'HELD' | 'RELEASED' }; text: string | null }[],
  now: Date,
): Promise<void> {
  for (let at = 0; at < steps.length; at += AT_ONCE) {
    const batch = steps.slice(at, at + AT_ONCE);
    const tickets = await ticketRecords.findByIds(
      tx,
      batch.map(({ id }) => id),
    );
    const changes: [TicketRecord, TicketRecord][] = [];
    const told = [];
    for (const { id, step, text } of batch) {
      const ticket = tickets.get(id);
      if (!ticket) continue;
      const status = statusAfter(ticket.status, step);
      const touchedAt = now > ticket.touchedAt ? now : new Date(ticket.touchedAt.getTime() + 1);
      changes.push([ticket, { ...ticket, status, touchedAt }]);
      const { type } = step;
      told.push({
        ticketId: id,
        at: now,
        type,
        actorId: null,
        from: ticket.status,
        to: status,
        text,
        isPublic: true,
      });
    }
    await ticketRecords.updateAll(tx, { actorId: null }, changes);
    await appendTicketEvents(tx, told);
  }
}

/** @throws DomainError `ACCESS_OFF` where the customer's access is off */
export async function requireAccess(session: Session, customerId: string): Promise<void> {
  const off = await findAccessOff(session, customerId);
  if (off) throw accessOff(off.reason);
}
