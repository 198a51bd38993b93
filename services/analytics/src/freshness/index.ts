export { CONSUMER, loadDataAsOf, PRODUCERS, readFreshness } from './freshness.loader.js';
export { readPositions } from './freshness.store.js';
