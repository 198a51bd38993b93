export { column } from './columns.js';
export {
  importRows,
  RowRejected,
  type ImportDefinition,
  type ImportRow,
  type StoredBatch,
} from './import-rows.js';
export {
  cellOr,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ReferenceFinder,
  type ResolvedReferences,
  type RowValues,
} from './store-records.js';
