export { ReconciliationEntity } from './reconciliation.entity.js';
export { DifferenceResolver, ReconciliationResolver } from './reconciliation.resolver.js';
export { reconciliationRecords } from './reconciliation.store.js';
