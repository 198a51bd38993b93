export { estateHandlers, incidentHandlers } from './reliability.projection.js';
export { ReliabilityResolver } from './reliability.resolver.js';
export { clearReliability } from './reliability.store.js';
