import { auditResolver } from '@plimsoll/shared';
import { Person } from '../account/index.js';

/** The audit log of this service; its actors are people of entitlements. */
export const AuditResolver = auditResolver<Person>({
  nouns: 'assets, dependencies, placements and changes',
  fields: { entries: 'assetAuditEntries', verification: 'verifyAssetAuditLog' },
  person: () => Person,
  personOf: (_context, id) => Promise.resolve({ id }),
});
