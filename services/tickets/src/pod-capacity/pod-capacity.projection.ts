import { newId, type BusEvent, type Projection, type Session } from '@plimsoll/shared';
import { beginIncident } from '../incident/index.js';
import { queueRecords } from '../queue/index.js';
import { appendTicketEvents } from '../ticket-event/index.js';
import {
  statusAfter,
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
  handlers: { 'plimsoll.pod.capacity_crossed.v1': openTickets },
};

async function openTickets(tx: Session, events: BusEvent[]): Promise<void> {
  const ids = events.map(({ id }) => id);
  const known = await ticketRecords.findByExternalIds(tx, SOURCE, ids);
  const fresh = [
    ...new Map(events.filter(({ id }) => !known.has(id)).map((event) => [event.id, event])).values(),
  ];
  if (fresh.length === 0) return;
  const queueId = await hostingOperations(tx);
  const tickets = fresh.map((event) => ticketOf(event, queueId));
  await ticketRecords.create(tx, PLATFORM, tickets);
  await appendTicketEvents(
    tx,
    tickets.map((ticket) => ({
      ticketId: ticket.id,
      at: ticket.openedAt,
      type: 'OPENED',
      actorId: null,
      from: null,
      to: ticket.status,
      text: ticket.description,
      isPublic: false,
    })),
  );
  for (const ticket of tickets) {
    if (ticket.kind === TicketKind.INCIDENT) await beginIncident(tx, PLATFORM, ticket);
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
  const at = new Date(event.time);
  return {
    id: newId('tkt'),
    version: 1,
    externalId: event.id,
    source: SOURCE,
    kind: isFull ? TicketKind.INCIDENT : TicketKind.REQUEST,
    subject: subjectOf(crossing),
    description: descriptionOf(crossing),
    customerId: null,
    contactId: null,
    channel: TicketChannel.MONITORING,
    impact: null,
    urgency: null,
    priority: isFull ? TicketPriority.P2 : TicketPriority.P3,
    severity: null,
    status: statusAfter(null, { type: 'OPENED' }),
    tier: null,
    teamId: null,
    queueId,
    assigneeId: null,
    assetIds: [],
    category: 'capacity',
    openedAt: at,
    firstRespondedAt: null,
    resolvedAt: null,
    closedAt: null,
    reassignedCount: 0,
    reopenedCount: 0,
    satisfaction: null,
    externalVerdict: null,
    touchedAt: at,
  };
}
