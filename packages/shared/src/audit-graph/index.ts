export { auditResolver, type AuditResolverOptions } from './audit-resolver.js';
