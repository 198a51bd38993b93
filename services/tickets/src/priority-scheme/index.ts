export { PrioritySchemeEntity } from './priority-scheme.entity.js';
export { PrioritySchemeResolver } from './priority-scheme.resolver.js';
export type { ImpactThresholds } from './priority-scheme.rules.js';
export { findPriorityScheme, readPriorities, type Priorities } from './priority-scheme.store.js';
