export { TenantEntity } from './tenant.entity.js';
export { tenantRefusal } from './tenant.errors.js';
export type { TenantCall, TenantOperation, TenantSpec } from './tenant.rules.js';
export { keepOperation } from './tenant.service.js';
export { findMembers, findTenantsOf, tenantRecords, type TenantRecord } from './tenant.store.js';
