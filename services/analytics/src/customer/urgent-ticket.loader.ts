import type { RequestContext } from '@plimsoll/shared';
import { readUrgentTickets, type UrgentTicket } from './urgent-ticket.store.js';

/** A customer's open ticket of priority P1 or severity SEV1 that was opened first, or null; batched a request. */
export function loadUrgentTicket(context: RequestContext, customerId: string): Promise<UrgentTicket | null> {
  return context
    .loader<string, UrgentTicket>('urgent-ticket', async (ids) => {
      const found = await readUrgentTickets(context.session, ids);
      const tickets = new Map(found.map((ticket) => [ticket.customerId, ticket]));
      return ids.map((id) => tickets.get(id) ?? null);
    })
    .load(customerId);
}
