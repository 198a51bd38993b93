import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { ticketLinkList, type TicketLinkListArguments, type TicketLinkRecord } from './ticket-link.store.js';

/** A page of the links that the caller sees. */
export function listLinks(
  context: RequestContext,
  args: TicketLinkListArguments,
): Promise<Page<TicketLinkRecord>> {
  return listPage(context.session, ticketLinkList, args);
}

/** A page of the links of a ticket, or of those that go to it; one statement for all tickets of the request. */
export function loadLinks(
  context: RequestContext,
  parent: 'ticket' | 'target',
  ticketId: string,
  args: TicketLinkListArguments,
): Promise<Page<TicketLinkRecord> | null> {
  return context
    .loader<string, Page<TicketLinkRecord>>(`links-by-${parent}:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, ticketLinkList, parent, ids, args),
    )
    .load(ticketId);
}
