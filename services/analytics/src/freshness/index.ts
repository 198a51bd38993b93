export { loadDataAsOf, loadPositions } from './freshness.loader.js';
export { CONSUMER, PRODUCERS } from './freshness.rules.js';
export { readFreshness } from './freshness.service.js';
