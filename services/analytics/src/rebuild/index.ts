export { PROJECTIONS } from './projected-tables.rules.js';
export { loadVersions } from './rebuild.loader.js';
export { RebuildResolver, type RebuildMachinery } from './rebuild.resolver.js';
export { ProjectionRebuild } from './rebuild.service.js';
