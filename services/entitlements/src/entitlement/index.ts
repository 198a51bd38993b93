export { EntitlementEntity } from './entitlement.entity.js';
export { listEntitlementsOf, loadEntitlement } from './entitlement.loader.js';
export { CustomerEntitlementsResolver, EntitlementResolver } from './entitlement.resolver.js';
export { findSupportLevels } from './entitlement.store.js';
export { entitlementRecords, type EntitlementRecord } from './entitlement.store.js';
export { Entitlement, EntitlementConnection, EntitlementsArgs } from './entitlement.types.js';
