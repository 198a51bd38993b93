export {
  ChangeConflictResolver,
  ChangeConflictsResolver,
  ConflictGroupResolver,
} from './change-conflict.resolver.js';
export {
  blockedTimes,
  blockedTimesOfAll,
  checkConflicts,
  conflictsOf,
  type BlockedTime,
} from './change-conflict.service.js';
