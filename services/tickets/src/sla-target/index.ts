export { FREEZE_JOB, responseTargetProjection } from './sla-target.projection.js';
export { SlaTarget, type FrozenTarget } from './sla-target.rules.js';
export { freezeTargets } from './sla-target.service.js';
export {
  addRevision,
  COPIES_LOCK,
  findAwaiting,
  findTargets,
  lockOutdated,
  type FreezingState,
} from './sla-target.store.js';
