export { FreezeEntity } from './freeze.entity.js';
export { loadFreeze } from './freeze.loader.js';
export { FreezeResolver } from './freeze.resolver.js';
export { findOccurringFreezes, freezeRecords } from './freeze.store.js';
export { Freeze } from './freeze.types.js';
