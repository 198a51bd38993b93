export { changedFields, type ChangedField } from './changed-fields.rules.js';
export {
  readHistory,
  recordHistory,
  type Author,
  type HistoryEntry,
  type NewHistoryEntry,
} from './history.js';
export {
  countStatesAt,
  pageStatesAt,
  readAllStatesAt,
  readStatesAt,
  type StatesQuestion,
} from './state-at.js';
export { stateAt, type StateAt } from './state-at.rules.js';
