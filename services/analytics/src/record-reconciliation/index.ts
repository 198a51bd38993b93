export { COMPARED_ALONE, comparisonHandlers } from './record-comparison.projection.js';
export { RecordComparisonResolver } from './record-comparison.resolver.js';
