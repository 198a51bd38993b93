import type { RequestContext } from '@plimsoll/shared';
import { incidentRecords, type IncidentRecord } from './incident.store.js';

/** The outage side of a ticket, or null where it has none or the caller sees none; batched a request. */
export function loadIncident(context: RequestContext, ticketId: string): Promise<IncidentRecord | null> {
  return context
    .loader<string, IncidentRecord>('incident', (ids) => incidentRecords.findInOrder(context.session, ids))
    .load(ticketId);
}
