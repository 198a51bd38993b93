export { PROJECTIONS } from './projected-tables.rules.js';
export { RebuildResolver, type RebuildMachinery } from './rebuild.resolver.js';
export { ProjectionRebuild } from './rebuild.service.js';
export { readVersions } from './rebuild.store.js';
