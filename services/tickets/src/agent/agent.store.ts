import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { AgentEntity } from './agent.entity.js';
import type { AgentFilter, AgentOrderField } from './agent.types.js';

/** An agent as the rest of the service knows it. */
export type AgentRecord = AgentEntity;

/** What may be asked of the list of agents; `now` decides who is away. */
export type AgentListArguments = ListArguments<AgentFilter & { now: Date }, keyof typeof AgentOrderField>;

/** Agents, with their history and events; why somebody is away stays out of both. */
export const agentRecords = new Records<AgentRecord>({
  entity: AgentEntity,
  noun: 'agent',
  eventNoun: 'agent',
  eventData: ({ personId, skills, languages, calendarId, capacity, takesTickets, absences }) => ({
    personId,
    skills,
    languages,
    calendarId,
    capacity,
    takesTickets,
    absences: absences.map(({ from, to }) => ({ from, to })),
  }),
  untracked: ['absences'],
});

/** The select list of an agent `a`; the aliases are the properties of its record. */
const COLUMNS = `a.id, a.version, a.external_id as "externalId", a.source, a.person_id as "personId", a.skills,
  a.languages, a.calendar_id as "calendarId", a.capacity, a.takes_tickets as "takesTickets", a.absences`;

/** Whether agent `a` is away at an instant. */
const awaySql = (at: string) => `exists (select 1 from jsonb_to_recordset(a.absences)
    as absence("from" timestamptz, "to" timestamptz)
  where absence."from" <= ${at}::timestamptz and (absence."to" is null or absence."to" > ${at}::timestamptz))`;

/** How agents are listed. */
export const agentList: ListDefinition<AgentFilter & { now: Date }, keyof typeof AgentOrderField> = {
  columns: COLUMNS,
  from: 'agent a',
  id: 'a.id',
  orders: {
    CREATED: { sql: 'a.id', type: 'text' },
    CAPACITY: { sql: 'a.capacity', type: 'integer' },
  },
  defaultOrder: { field: 'CREATED', direction: 'ASC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    if (filter.personId) conditions.push(`a.person_id = ${parameters.add(filter.personId)}`);
    if (filter.teamId) {
      conditions.push(
        `exists (select 1 from team t where t.id = ${parameters.add(filter.teamId)} and a.person_id = any(t.member_ids))`,
      );
    }
    if (filter.queueId) {
      conditions.push(
        `exists (select 1 from queue q where q.id = ${parameters.add(filter.queueId)} and a.person_id = any(q.member_ids))`,
      );
    }
    if (filter.skillId) {
      conditions.push(
        `a.skills @> jsonb_build_array(jsonb_build_object('skillId', ${parameters.add(filter.skillId)}::text))`,
      );
    }
    if (filter.language) conditions.push(`a.languages @> array[${parameters.add(filter.language)}::text]`);
    if (filter.takesTickets != null) {
      conditions.push(`a.takes_tickets = ${parameters.add(filter.takesTickets)}`);
    }
    if (filter.away != null) {
      conditions.push(`${filter.away ? '' : 'not '}${awaySql(parameters.add(filter.now))}`);
    }
    return conditions;
  },
};

/** The profile of each of these people, by the person's id; one statement. */
export async function findAgentsOfPeople(
  session: Session,
  personIds: readonly string[],
): Promise<Map<string, AgentRecord>> {
  if (personIds.length === 0) return new Map();
  const rows = await session.query<AgentRecord>(
    `select ${COLUMNS} from agent a where a.person_id = any($1::text[])`,
    [[...personIds]],
  );
  return new Map(rows.map((row) => [row.personId, row]));
}

/** How many open tickets that do not wait each of these people has; who has none is left out. One statement. */
export async function findLoads(
  session: Session,
  personIds: readonly string[],
): Promise<Map<string, number>> {
  if (personIds.length === 0) return new Map();
  const rows = await session.query<{ id: string; load: number }>(
    `select t.assignee_id as id, count(*)::integer as load from ticket t
      where t.assignee_id = any($1::text[]) and t.status in ('NEW', 'IN_PROGRESS') group by t.assignee_id`,
    [[...personIds]],
  );
  return new Map(rows.map(({ id, load }) => [id, load]));
}

/** The ids of the teams in which each of these people works, by name; one statement. */
export async function findTeamIds(
  session: Session,
  personIds: readonly string[],
): Promise<Map<string, string[]>> {
  if (personIds.length === 0) return new Map();
  const rows = await session.query<{ personId: string; teamIds: string[] }>(
    `select member.id as "personId", array_agg(t.id order by t.name, t.id) as "teamIds"
       from team t cross join lateral unnest(t.member_ids) as member(id)
      where t.member_ids && $1::text[] and member.id = any($1::text[]) group by member.id`,
    [[...personIds]],
  );
  return new Map(rows.map(({ personId, teamIds }) => [personId, teamIds]));
}
