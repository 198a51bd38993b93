import { priorityOf, TicketPriority } from '../ticket/index.js';

/** Whom a call comes from, as its identifier tells. */
export interface CallersRecords {
  contactId: string | null;
  customerId: string | null;
  entitlementId: string | null;
}

/** The records that the identifier of a routed call names; null where the text is none. */
export function readCallId(id: string): CallersRecords | null {
  const parts = /^call_(con_\w{26}|-)\.(cus_\w{26}|-)\.(ent_\w{26}|-)$/.exec(id);
  if (!parts) return null;
  const [contactId = null, customerId = null, entitlementId = null] = parts
    .slice(1)
    .map((part) => (part === '-' ? null : part));
  return { contactId, customerId, entitlementId };
}

const PRIORITIES = Object.values(TicketPriority);

/**
 * The priority with which a call is answered: that of a ticket of which neither impact nor urgency is known, one step up
 * for a designated contact, and never below that of the most urgent open incident of the customer.
 */
export function priorityOfCall(designatedContact: boolean, openIncidents: readonly string[]): TicketPriority {
  const begun = PRIORITIES.indexOf(priorityOf(null, null)) - (designatedContact ? 1 : 0);
  const ranks = openIncidents.map((priority) => PRIORITIES.indexOf(priority as TicketPriority));
  return PRIORITIES[Math.max(0, Math.min(begun, ...ranks))] ?? TicketPriority.P1;
}
