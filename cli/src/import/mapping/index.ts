export { columnProblem, loadMapping, parseMapping } from './mapping.file.js';
export { mapRecords, openMapped, type MappedItem, type RowColumns } from './mapping.engine.js';
export type { Mapping, RecordRule } from './mapping.schema.js';
