export { column } from './columns.js';
export {
  importRows,
  RowRejected,
  type ImportDefinition,
  type ImportRow,
  type StoredBatch,
} from './import-rows.js';
export {
  referencesTo,
  resolveReferences,
  storeRecords,
  type ReferenceFinder,
  type ResolvedReferences,
} from './store-records.js';
