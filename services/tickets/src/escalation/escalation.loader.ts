import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  escalationList,
  escalationRecords,
  type EscalationListArguments,
  type EscalationRecord,
} from './escalation.store.js';

/** The escalation with this id, or null where the caller sees none; batched a request. */
export function loadEscalation(context: RequestContext, id: string): Promise<EscalationRecord | null> {
  return context
    .loader<string, EscalationRecord>('escalation', (ids) =>
      escalationRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the escalations the caller sees. */
export function listEscalations(
  context: RequestContext,
  args: EscalationListArguments,
): Promise<Page<EscalationRecord>> {
  return listPage(context.session, escalationList, args);
}

/** A page of the escalations of a ticket that the caller sees; one statement for all tickets of the request. */
export function loadTicketEscalations(
  context: RequestContext,
  ticketId: string,
  args: EscalationListArguments,
): Promise<Page<EscalationRecord> | null> {
  return context
    .loader<string, Page<EscalationRecord>>(`ticket-escalations:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, escalationList, 'ticket', ids, args),
    )
    .load(ticketId);
}
