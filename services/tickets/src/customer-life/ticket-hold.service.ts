import { type BusEvent, type Session } from '@plimsoll/shared';
import { takeTurn } from '../ticket-event/index.js';
import { takeStepsBySystem } from '../ticket-step/index.js';
import { statusAfter, TicketStatus, type TicketStep } from '../ticket/index.js';
import { accessOff } from './customer-life.errors.js';
import { holdsTickets, lifeOf } from './customer-life.rules.js';
import {
  findAccessOff,
  keepLives,
  lockHeldTickets,
  lockOpenTickets,
  type Switching,
} from './customer-life.store.js';

/**
 * Sees to the tickets of customers whose access was switched: those that want work are put on hold where it went off
 * with PAUSE; otherwise those on hold go on as they were. Once for each switching, however often it is told.
 */
export async function followAccess(tx: Session, events: readonly BusEvent[], now: Date): Promise<void> {
  const switched = await keepLives(tx, lifeOf(events));
  if (switched.length === 0) return;
  await takeTurn(tx);
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
  const byTicket = new Map(steps.map((one) => [one.id, one]));
  await takeStepsBySystem(tx, { actorId: null }, [...byTicket.keys()], now, (ticket) => {
    const given = byTicket.get(ticket.id);
    if (!given) return null;
    const status = statusAfter(ticket.status, given.step);
    return {
      changes: { status },
      events: [{ type: given.step.type, from: ticket.status, to: status, text: given.text, isPublic: true }],
    };
  });
}

/** @throws DomainError `ACCESS_OFF` where the customer's access is off */
export async function requireAccess(session: Session, customerId: string): Promise<void> {
  const off = await findAccessOff(session, customerId);
  if (off) throw accessOff(off.reason);
}
