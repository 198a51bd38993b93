export { blockedTimes, checkConflicts, conflictsOf, type BlockedTime } from './change-conflict.service.js';
export type { Conflict } from './conflict.rules.js';
