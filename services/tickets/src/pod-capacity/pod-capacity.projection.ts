import { newId, type BusEvent, type Projection, type Session } from '@plimsoll/shared';
import { queueRecords } from '../queue/index.js';
import { openTickets } from '../ticket-step/index.js';
import {
  blankTicket,
  ticketRecords,
  TicketChannel,
  TicketKind,
  TicketPriority,
  type TicketRecord,
} from '../ticket/index.js';
import { descriptionOf, readCrossing, subjectOf } from './pod-capacity.rules.js';
import { findQueueByName } from './pod-capacity.store.js';

const PLATFORM = { actorId: null, reason: 'a pod crossed a mark of its capacity' };
const SOURCE = 'plimsoll';
const QUEUE = 'Hosting operations';

/**
 * Tells hosting operations of pods whose seats run out: one ticket a crossing, in the queue `Hosting operations`,
 * which is created where there is none. A full pod is an incident, since orders wait for it; one at its warning mark
 * is a request. The event's id is the ticket's external id, so an event that comes again opens nothing.
 */
export const podCapacityProjection: Projection = {
  producer: 'entitlements',
  handlers: { 'plimsoll.pod.capacity_crossed.v1': openFresh },
};

async function openFresh(tx: Session, events: BusEvent[]): Promise<void> {
  const ids = events.map(({ id }) => id);
  const known = await ticketRecords.findByExternalIds(tx, SOURCE, ids);
  const fresh = [
    ...new Map(events.filter(({ id }) => !known.has(id)).map((event) => [event.id, event])).values(),
  ];
  if (fresh.length === 0) return;
  const queueId = await hostingOperations(tx);
  const tickets = fresh.map((event) => ticketOf(event, queueId));
  for (const ticket of tickets) {
    await openTickets(tx, PLATFORM, [ticket], ticket.openedAt, { isPublic: false, beginsOutage: true });
  }
}

/** The id of the queue of hosting operations. */
async function hostingOperations(tx: Session): Promise<string> {
  const found = await findQueueByName(tx, QUEUE);
  if (found !== null) return found;
  const queue = {
    id: newId('que'),
    version: 1,
    externalId: 'hosting-operations',
    source: SOURCE,
    name: QUEUE,
    calendarId: null,
    memberIds: [],
  };
  await queueRecords.create(tx, PLATFORM, [queue]);
  return queue.id;
}

function ticketOf(event: BusEvent, queueId: string): TicketRecord {
  const crossing = readCrossing(event.data);
  const isFull = crossing.mark === 'FULL';
  return {
    ...blankTicket(new Date(event.time)),
    externalId: event.id,
    source: SOURCE,
    kind: isFull ? TicketKind.INCIDENT : TicketKind.REQUEST,
    subject: subjectOf(crossing),
    description: descriptionOf(crossing),
    channel: TicketChannel.MONITORING,
    priority: isFull ? TicketPriority.P2 : TicketPriority.P3,
    queueId,
    category: 'capacity',
  };
}
