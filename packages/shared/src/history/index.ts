export {
  changedFields,
  readHistory,
  recordHistory,
  type Author,
  type ChangedField,
  type HistoryEntry,
  type NewHistoryEntry,
} from './history.js';
export {
  countStatesAt,
  pageStatesAt,
  readAllStatesAt,
  readStatesAt,
  stateAt,
  type StateAt,
  type StatesQuestion,
} from './state-at.js';
