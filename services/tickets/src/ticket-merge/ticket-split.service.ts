import { checkText, invalid, type RequestContext } from '@plimsoll/shared';
import { appendTicketEvents, takeTurn } from '../ticket-event/index.js';
import { storeLinks, TicketLinkType } from '../ticket-link/index.js';
import {
  DESK_ROLES,
  LONGEST_SUBJECT,
  mergedAway,
  openTickets,
  optionalText,
  takeStep,
} from '../ticket-step/index.js';
import { blankTicket, ticketRecords, type TicketRecord } from '../ticket/index.js';
import { findWritten } from './ticket-merge.store.js';
import type { SplitTicketInput } from './ticket-merge.types.js';

const MOST_EVENTS = 100;

/**
 * Opens a ticket for a part of another one, with the replies and notes that belong to it; answers the new one. Roles:
 * admin, agent, operator, manager.
 */
export async function splitTicket(context: RequestContext, input: SplitTicketInput): Promise<TicketRecord> {
  let split: TicketRecord | undefined;
  await takeStep(
    context,
    DESK_ROLES,
    input,
    async (ticket, tx) => {
      if (ticket.mergedIntoId !== null) throw mergedAway(ticket.mergedIntoId);
      const eventIds = [...new Set(input.eventIds ?? [])];
      if (eventIds.length > MOST_EVENTS) {
        throw invalid(`At most ${MOST_EVENTS} replies and notes are carried over.`, ['eventIds']);
      }
      const carried = await findWritten(tx, ticket.id, eventIds);
      if (carried.length < eventIds.length) {
        throw invalid('What is carried over are replies and notes of this ticket.', ['eventIds']);
      }
      const part = partOf(ticket, input, context.now);
      return {
        changes: {},
        events: [{ type: 'SPLIT', to: part.id, isPublic: true }],
        after: async (inTx, author) => {
          await openTickets(inTx, author, [part], context.now, { isPublic: true, beginsOutage: false });
          await appendTicketEvents(
            inTx,
            carried.map(({ id, ...event }) => ({
              ...event,
              ticketId: part.id,
              type: 'CARRIED_OVER',
              from: id,
              to: null,
            })),
          );
          const link = {
            ticketId: part.id,
            type: TicketLinkType.SPLIT_FROM,
            toTicketId: ticket.id,
            toChangeId: null,
            toReleaseId: null,
          };
          await storeLinks(inTx, author, [link], context.now);
          split = await ticketRecords.require(inTx, part.id, ['id']);
        },
      };
    },
    takeTurn,
  );
  if (!split) throw new Error('a ticket that is split has a part');
  return split;
}

function partOf(ticket: TicketRecord, input: SplitTicketInput, now: Date): TicketRecord {
  const kind = input.kind ?? ticket.kind;
  return {
    ...blankTicket(now),
    kind,
    subject: checkText(input.subject, 'subject', LONGEST_SUBJECT),
    description: optionalText(input.description, 'description'),
    customerId: ticket.customerId,
    contactId: ticket.contactId,
    channel: ticket.channel,
    impact: ticket.impact,
    urgency: ticket.urgency,
    priority: ticket.priority,
    tier: ticket.tier,
    teamId: ticket.teamId,
    queueId: ticket.queueId,
    assigneeId: ticket.assigneeId,
    assetIds: ticket.assetIds,
    productId: ticket.productId,
    category: ticket.category,
  };
}
