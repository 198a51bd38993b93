import { listByParent, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findLastUpdates,
  ticketEventList,
  type TicketEventListArguments,
  type TicketEventRecord,
} from './ticket-event.store.js';

/** A page of the events of a ticket that the caller may see; one statement for all tickets of the request. */
export async function loadTicketEvents(
  context: RequestContext,
  ticketId: string,
  args: TicketEventListArguments,
): Promise<Page<TicketEventRecord> | null> {
  return context
    .loader<string, Page<TicketEventRecord>>(
      `ticket-events:${JSON.stringify([args.first, args.after])}`,
      (ids) => listByParent(context.session, ticketEventList, 'ticket', ids, args),
    )
    .load(ticketId);
}

/** The latest status update about a ticket, or null; batched a request. */
export function loadLastUpdate(context: RequestContext, ticketId: string): Promise<TicketEventRecord | null> {
  return context
    .loader<string, TicketEventRecord>('last-update', (ids) => findLastUpdates(context.session, ids))
    .load(ticketId);
}
