export { RolloutEntity } from './rollout.entity.js';
export { loadRollout } from './rollout.loader.js';
export { ChangeRolloutsResolver, ReleaseRolloutsResolver, RolloutResolver } from './rollout.resolver.js';
export { beginRollout, shutGates, stepRollout } from './rollout.service.js';
export { rolloutRecords, type RolloutRecord } from './rollout.store.js';
export { findRunning } from './running.store.js';
export { Rollout } from './rollout.types.js';
export {
  AssetRunsResolver,
  DeployedReleaseResolver,
  EnvironmentRunsResolver,
  ReleaseRunsResolver,
} from './running.resolver.js';
