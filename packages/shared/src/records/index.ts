export { columnsOf, type RecordMapping } from './record-columns.js';
export { Records, type KeptRecord, type RecordsDefinition, type Recount } from './records.js';
export { KeptEntity } from './kept.entity.js';
