export { countRecords, type RecordCount } from './record-count.store.js';
export { COUNT_REQUESTED, COUNTED, recordCounting, recordCountsOf } from './record-counting.js';
