export { SupportLevelEntity } from './support-level.entity.js';
export { loadSupportLevel } from './support-level.loader.js';
export { SupportLevelResolver } from './support-level.resolver.js';
export type { BeyondAllowance } from './support-level.rules.js';
export { supportLevelColumns, supportLevelRecords, type SupportLevelRecord } from './support-level.store.js';
export { BeyondAllowanceName, SupportLevel } from './support-level.types.js';
