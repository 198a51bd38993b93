export { TeamEntity } from './team.entity.js';
export { teamLoaders } from './team.loader.js';
export { TeamResolver } from './team.resolver.js';
export { ensureTeams, teamRecords } from './team.store.js';
export { Team } from './team.types.js';
