export { OnCallOverrideEntity } from './on-call-override.entity.js';
export { OnCallRotationEntity } from './on-call-rotation.entity.js';
export { loadOnCallRotation, rotationsOf } from './on-call-rotation.loader.js';
export {
  OnCallOverrideResolver,
  OnCallRotationResolver,
  OnCallShiftResolver,
} from './on-call-rotation.resolver.js';
export {
  findAbsences,
  findOverrides,
  lockRotation,
  onCallAt,
  onCallRotationRecords,
} from './on-call-rotation.store.js';
export { GAP_REVIEW_JOB, gapsBetween, peopleOf } from './on-call-shift.rules.js';
export { OnCallRotation } from './on-call-rotation.types.js';
