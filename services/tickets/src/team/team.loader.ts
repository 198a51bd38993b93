import { crewLoaders } from '../crew/index.js';
import { teamRecords } from './team.store.js';

/** Reads of teams, as far as the caller may see them. */
export const teamLoaders = crewLoaders('team', teamRecords);
