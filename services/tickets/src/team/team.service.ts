import type { ImportInput, ImportReport, RequestContext } from '@plimsoll/shared';
import { createCrew, importCrews, updateCrew, type CrewRecord, type Crews } from '../crew/index.js';
import { teamRecords } from './team.store.js';
import type { CreateTeamInput, UpdateTeamInput } from './team.types.js';

const teams: Crews = { records: teamRecords, prefix: 'tem', createMutation: 'createTeam' };

/** Creates a team. Roles: admin, manager, operator. */
export function createTeam(context: RequestContext, input: CreateTeamInput): Promise<CrewRecord> {
  return createCrew(context, teams, input);
}

/** Changes a team. Roles: admin, manager, operator. */
export function updateTeam(context: RequestContext, input: UpdateTeamInput): Promise<CrewRecord> {
  return updateCrew(context, teams, input);
}

/** Imports rows of `teams.csv`. */
export function importTeams(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importCrews(context, teams, input);
}
