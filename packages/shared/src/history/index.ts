export {
  changedFields,
  readHistory,
  recordHistory,
  type Author,
  type ChangedField,
  type HistoryEntry,
  type NewHistoryEntry,
} from './history.js';
export { readAllStatesAt, readStatesAt, stateAt, type StateAt } from './state-at.js';
