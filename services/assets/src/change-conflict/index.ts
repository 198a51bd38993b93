export {
  ChangeConflictResolver,
  ChangeConflictsResolver,
  ConflictGroupResolver,
} from './change-conflict.resolver.js';
export { blockedTimes, checkConflicts, conflictsOf } from './change-conflict.service.js';
