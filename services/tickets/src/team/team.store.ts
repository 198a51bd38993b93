import { Records, type Author, type Session } from '@plimsoll/shared';
import { crewEventData, ensureCrews, type CrewRecord } from '../crew/index.js';
import { TeamEntity } from './team.entity.js';

/** Teams, with their history and events. */
export const teamRecords = new Records<CrewRecord>({
  entity: TeamEntity,
  noun: 'team',
  eventNoun: 'team',
  eventData: crewEventData,
});

/** The ids of the teams a file names, by what it names them; what is not on record is created. */
export function ensureTeams(
  tx: Session,
  author: Author,
  source: string,
  keys: readonly string[],
): Promise<Map<string, string>> {
  return ensureCrews(tx, author, { records: teamRecords, prefix: 'tem' }, source, keys);
}
