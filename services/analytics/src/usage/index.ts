export { usageHandlers } from './usage.projection.js';
export { clearUsage } from './usage.store.js';
