export {
  changedFields,
  readHistory,
  recordHistory,
  type Author,
  type ChangedField,
  type HistoryEntry,
  type NewHistoryEntry,
} from './history.js';
