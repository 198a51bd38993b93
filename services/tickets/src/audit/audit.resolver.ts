import { auditResolver } from '@plimsoll/shared';
import { Person } from '../account/index.js';

/** The audit log of this service; its actors are people of entitlements. */
export const AuditResolver = auditResolver<Person>({
  nouns: 'tickets, teams and queues',
  fields: { entries: 'ticketAuditEntries', verification: 'verifyTicketAuditLog' },
  person: () => Person,
  personOf: (_context, id) => Promise.resolve({ id }),
});
