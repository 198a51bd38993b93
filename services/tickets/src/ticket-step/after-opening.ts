import type { Session } from '@plimsoll/shared';
import { beginIncident } from '../incident/index.js';
import { eventsOfRoute, keepDecisions, planRoutes } from '../routing/index.js';
import { freezeTargets } from '../sla-target/index.js';
import { appendTicketEvents } from '../ticket-event/index.js';
import { initialPhase } from '../ticket-phase/index.js';
import { ticketRecords, TicketKind, type TicketRecord } from '../ticket/index.js';
import { afterSteps } from './after-step.js';
import type { StepAuthor } from './ticket-step.service.js';

/** What follows openings of tickets: in the opening's transaction, where all is seen. */
type Following = (tx: Session, tickets: readonly TicketRecord[], now: Date) => Promise<void>;

/** All that follows every opening of a ticket, in this order and before what follows every step. Each is set-based. */
const FOLLOWING: readonly Following[] = [(tx, tickets, now) => freezeTargets(tx, idsOf(tickets), now)];

const idsOf = (tickets: readonly TicketRecord[]) => tickets.map(({ id }) => id);

/**
 * Opens tickets, wherever they come from: finds their way, stores them with their first events, begins the outage side of
 * incidents, and lets follow what follows. In the caller's transaction, which has checked what they refer to.
 *
 * @param options.isPublic whether their customers read the first event, which tells the description
 * @param options.beginsOutage whether an incident begins an outage that is counted; what customers report does not
 */
export async function openTickets(
  tx: Session,
  author: StepAuthor,
  given: readonly TicketRecord[],
  now: Date,
  options: { isPublic: boolean; beginsOutage: boolean },
): Promise<void> {
  const routes = await asPlatform(tx, () => planRoutes(tx, given, now, 'OPENED'));
  const tickets = given.map((ticket, index): TicketRecord => ({
    ...ticket,
    ...routes[index]?.changes,
    phase: initialPhase(ticket.kind, ticket.channel),
  }));
  await ticketRecords.create(tx, author, tickets);
  for (const ticket of tickets) {
    if (ticket.kind === TicketKind.INCIDENT && options.beginsOutage) await beginIncident(tx, author, ticket);
  }
  await asPlatform(tx, async () => {
    await keepDecisions(tx, routes);
    // One statement: what the log of a ticket begins with, and what routing tells behind it.
    await appendTicketEvents(tx, [
      ...tickets.map((ticket) => ({
        ticketId: ticket.id,
        at: ticket.openedAt,
        type: 'OPENED',
        actorId: author.actorId,
        from: null,
        to: ticket.status,
        text: ticket.description,
        isPublic: options.isPublic,
      })),
      ...routes.flatMap(eventsOfRoute),
    ]);
    for (const following of FOLLOWING) await following(tx, tickets, now);
  });
  await afterSteps(tx, tickets, now, { areNew: true });
}

/** Where all is seen: a customer's opening is followed by what only the platform may see and write. */
function asPlatform<T>(tx: Session, fn: () => Promise<T>): Promise<T> {
  const { kind } = tx.scope;
  return kind === 'SYSTEM' || kind === 'STAFF' ? fn() : tx.actAs({ kind: 'SYSTEM' }, fn);
}
