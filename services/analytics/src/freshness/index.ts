export { CONSUMER, loadDataAsOf, PRODUCERS } from './freshness.loader.js';
