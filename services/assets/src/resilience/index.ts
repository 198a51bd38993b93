export type { Search } from './fatal-sets.rules.js';
export { groupOnRecord, minUpText, type GroupOnRecord } from './group-on-record.rules.js';
export { RedundancyResolver, ResilienceResolver } from './resilience.resolver.js';
export { findGroups } from './resilience.store.js';
export { finished } from './search-turns.js';
