import type { BusEvent, Session } from '@plimsoll/shared';
import { nameOtherCustomer } from '../incident/index.js';
import { appendTicketEvents } from '../ticket-event/index.js';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';
import { lockTicketsOf, noteMerge } from './customer-life.store.js';

const AT_ONCE = 500;

/**
 * Gives the tickets of a customer that turned out to be another one, and what incidents say of it, to that one.
 * Merges may be told in any order, and again.
 */
export async function followMerges(tx: Session, events: readonly BusEvent[], now: Date): Promise<void> {
  for (const { subject, data } of events) {
    const given = data['into'];
    if (typeof given !== 'string' || given === subject) throw new Error('a merge names another customer');
    const { into, duplicates } = await noteMerge(tx, subject, given);
    const ids = await lockTicketsOf(tx, duplicates);
    for (let at = 0; at < ids.length; at += AT_ONCE)
      await moveTickets(tx, ids.slice(at, at + AT_ONCE), into, now);
    await nameOtherCustomer(tx, { actorId: null }, duplicates, into);
  }
}

async function moveTickets(tx: Session, ids: readonly string[], into: string, now: Date): Promise<void> {
  const tickets = [...(await ticketRecords.findByIds(tx, ids)).values()];
  await ticketRecords.updateAll(
    tx,
    { actorId: null },
    tickets.map((ticket): [TicketRecord, TicketRecord] => [
      ticket,
      {
        ...ticket,
        customerId: into,
        touchedAt: new Date(Math.max(now.getTime(), ticket.touchedAt.getTime() + 1)),
      },
    ]),
  );
  await appendTicketEvents(
    tx,
    tickets.map((ticket) => ({
      ticketId: ticket.id,
      at: now,
      type: 'CUSTOMER_CHANGED',
      actorId: null,
      from: ticket.customerId,
      to: into,
      text: null,
      isPublic: false,
    })),
  );
}
