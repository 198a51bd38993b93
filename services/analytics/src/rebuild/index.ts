export { PROJECTED_TABLES, PROJECTIONS } from './projected-tables.rules.js';
export { BUILDER, ProjectionRebuild } from './rebuild.service.js';
