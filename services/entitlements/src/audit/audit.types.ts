import { auditTypes } from '@plimsoll/shared';
import { Person } from '../person/index.js';

/** The audit log of this service; its actors are the people of this service. */
export const { AuditEntry, AuditEntryConnection } = auditTypes(() => Person);
