import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { MajorIncidentEntity } from './major-incident.entity.js';
import type { MajorIncidentFilter } from './major-incident.types.js';

/** A major incident as the rest of the service knows it. */
export type MajorIncidentRecord = MajorIncidentEntity;

/** Major incidents, with their history and events. */
export const majorIncidentRecords = new Records<MajorIncidentRecord>({
  entity: MajorIncidentEntity,
  noun: 'major incident',
  eventNoun: 'major_incident',
  eventData: ({ id, declaredAt, commanderId, updateMinutes, lastUpdateAt, stoodDownAt }) => ({
    ticketId: id,
    declaredAt,
    commanderId,
    updateMinutes,
    lastUpdateAt,
    stoodDownAt,
  }),
  verbs: { created: 'declared', updated: 'updated' },
});

/** What may be asked of a list of major incidents. */
export type MajorIncidentListArguments = ListArguments<MajorIncidentFilter, 'DECLARED_AT'>;

/** How major incidents are listed. */
export const majorIncidentList: ListDefinition<MajorIncidentFilter, 'DECLARED_AT'> = {
  columns: `m.id, m.version, m.external_id as "externalId", m.source, m.declared_at as "declaredAt",
    m.declared_by_id as "declaredById", m.commander_id as "commanderId", m.communicator_id as "communicatorId",
    m.scribe_id as "scribeId", m.update_minutes as "updateMinutes", m.last_update_at as "lastUpdateAt",
    m.stood_down_at as "stoodDownAt"`,
  from: 'major_incident m',
  id: 'm.id',
  orders: { DECLARED_AT: { sql: 'm.declared_at', type: 'timestamptz' } },
  defaultOrder: { field: 'DECLARED_AT', direction: 'DESC' },
  where: (filter, parameters) => [
    ...(filter.open == null ? [] : [`m.stood_down_at is ${filter.open ? '' : 'not '}null`]),
    ...(filter.commanderId == null ? [] : [`m.commander_id = ${parameters.add(filter.commanderId)}`]),
  ],
};

/** What happened to a major incident or to a ticket that follows it. */
export interface TimelineEntryRecord {
  id: string;
  ticketId: string;
  at: Date;
  type: string;
  actorId: string | null;
  from: string | null;
  to: string | null;
  text: string | null;
}

/** How the timeline of a major incident is listed: all of its own events, and the milestones of those that follow it. */
export const timelineList: ListDefinition<object, 'AT'> = {
  columns: `e.id, e.ticket_id as "ticketId", e.at, e.type, e.actor_id as "actorId", e.from_value as "from",
    e.to_value as "to", e.text`,
  from: `(select own.id, own.ticket_id, own.ticket_id as major_id, own.at, own.type, own.actor_id, own.from_value,
      own.to_value, own.text from ticket_event own
    union all
    select e.id, e.ticket_id, t.parent_id, e.at, e.type, e.actor_id, e.from_value, e.to_value, e.text
      from ticket t join ticket_event e on e.ticket_id = t.id
     where t.parent_id is not null and e.type in ('OPENED', 'RESOLVED', 'REOPENED')) e`,
  id: 'e.id',
  orders: { AT: { sql: 'e.at', type: 'timestamptz' } },
  defaultOrder: { field: 'AT', direction: 'ASC' },
  parents: { ticket: 'e.major_id' },
};

/** A major incident whose next update is owed by somebody. */
export interface LedIncident extends MajorIncidentRecord {
  priority: string;
}

/** The major incidents that go on and that a person commands or speaks for; one statement. */
export function findLedBy(session: Session, personId: string): Promise<LedIncident[]> {
  return session.query<LedIncident>(
    `select ${majorIncidentList.columns}, t.priority from major_incident m join ticket t on t.id = m.id
      where m.stood_down_at is null and t.status not in ('RESOLVED', 'CLOSED')
        and (m.commander_id = $1 or m.communicator_id = $1)`,
    [personId],
  );
}
