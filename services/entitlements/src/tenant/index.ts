export { TenantEntity } from './tenant.entity.js';
export { CustomerTenantsResolver, SubscriptionTenantResolver, TenantResolver } from './tenant.resolver.js';
export { specOfTenant, type TenantCall, type TenantSpec } from './tenant.rules.js';
export { handOverTenant, keepOperation } from './tenant.service.js';
export { findMembers, findTenantsOf, tenantRecords, type TenantRecord } from './tenant.store.js';
