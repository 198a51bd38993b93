export { ReleaseEntity } from './release.entity.js';
export { loadRelease } from './release.loader.js';
export { ChangeReleaseResolver, ReleaseResolver, ReleaseStageResolver } from './release.resolver.js';
export { requireOpenRelease } from './release.service.js';
export { releaseRecords } from './release.store.js';
export { Release } from './release.types.js';
