export { columnsOf, type RecordMapping } from './record-columns.js';
export { Records, type Author, type KeptRecord, type RecordsDefinition } from './records.js';
export { KeptEntity } from './kept.entity.js';
