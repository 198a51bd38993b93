export { CONSUMER, loadDataAsOf, PRODUCERS } from './freshness.loader.js';
export { readPositions } from './freshness.store.js';
