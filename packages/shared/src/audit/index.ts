export {
  listAuditEntries,
  type AuditOrder,
  type AuditRow,
  type AuditRowFilter,
} from './audit-entry.store.js';
export { AuditSealer, sealAuditLog } from './audit-sealer.js';
export {
  verifyAuditLog,
  verifyAuditLogAt,
  type AuditVerification,
  type SealFault,
} from './audit-verification.js';
export { idsWithin, isDenial, recordDeniedAttempt, type DeniedAttempt } from './denied-attempt.js';
