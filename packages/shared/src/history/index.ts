export {
  changedFields,
  readHistory,
  recordHistory,
  type ChangedField,
  type HistoryEntry,
  type NewHistoryEntry,
} from './history.js';
