export {
  ChangeConflictResolver,
  ChangeConflictsResolver,
  ConflictGroupResolver,
} from './change-conflict.resolver.js';
export { blockedTimes, blockedTimesOfAll, checkConflicts, conflictsOf } from './change-conflict.service.js';
