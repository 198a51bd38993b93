export { ReleaseEntity } from './release.entity.js';
export { loadRelease } from './release.loader.js';
export { optionalAddress } from './release-parts.service.js';
export { ChangeReleaseResolver, ReleaseResolver, ReleaseStageResolver } from './release.resolver.js';
export { rolloutStatus, type RolloutStatusName, type Stage } from './release.rules.js';
export { stageGates } from './release-gate.store.js';
export { checkNotCancelled, noteStageStatuses, requireOpenRelease } from './release.service.js';
export { lockRelease, releaseRecords, type ReleaseRecord } from './release.store.js';
export { Release } from './release.types.js';
