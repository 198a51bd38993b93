import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  assetsByTicketList,
  ticketList,
  ticketRecords,
  ticketsByAssetList,
  type TicketAsset,
  type TicketAssetListArguments,
  type TicketListArguments,
  type TicketRecord,
} from './ticket.store.js';

/** The ticket with this id, or null where the caller sees none; batched a request. */
export function loadTicket(context: RequestContext, id: string): Promise<TicketRecord | null> {
  return context
    .loader<string, TicketRecord>('ticket', (ids) => ticketRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The ticket with this external id, or null where the caller sees none. */
export async function loadTicketByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<TicketRecord | null> {
  const found = await ticketRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the tickets the caller sees. */
export function listTickets(context: RequestContext, args: TicketListArguments): Promise<Page<TicketRecord>> {
  return listPage(context.session, ticketList, args);
}

/** A page of the tickets of a customer, an asset, a queue or another ticket; one statement for all of them in the request. */
export function loadTicketsOf(
  context: RequestContext,
  parent: 'customer' | 'asset' | 'queue' | 'parent' | 'mergedInto',
  parentId: string,
  args: TicketListArguments,
): Promise<Page<TicketRecord> | null> {
  const definition = parent === 'asset' ? ticketsByAssetList : ticketList;
  return context
    .loader<string, Page<TicketRecord>>(`tickets-of-${parent}:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, definition, parent, ids, args),
    )
    .load(parentId);
}

/** A page of the assets of a ticket; one statement for all tickets of the request. */
export function loadTicketAssets(
  context: RequestContext,
  ticketId: string,
  args: TicketAssetListArguments,
): Promise<Page<TicketAsset> | null> {
  return context
    .loader<string, Page<TicketAsset>>(`ticket-assets:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, assetsByTicketList, 'ticket', ids, args),
    )
    .load(ticketId);
}
