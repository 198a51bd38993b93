import { auditResolver } from '@plimsoll/shared';
import { loadPerson, Person } from '../person/index.js';

/** The audit log of this service; its actors are the people of this service. */
export const AuditResolver = auditResolver<Person>({
  nouns: 'accounts, contracts, keys and pods',
  fields: { entries: 'auditEntries', verification: 'verifyAuditLog' },
  person: () => Person,
  personOf: loadPerson,
});
