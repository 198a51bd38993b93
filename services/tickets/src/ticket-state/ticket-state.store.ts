import type { Session } from '@plimsoll/shared';

/** The last event of a type of a ticket. */
export interface LastEvent {
  ticketId: string;
  type: string;
  at: Date;
  to: string | null;
  text: string | null;
}

/** The types of events that lead to states. */
const LEADING = [
  'OPENED',
  'ACKNOWLEDGED',
  'REPLIED',
  'RESUMED',
  'REOPENED',
  'RELEASED',
  'WAITED',
  'HELD',
  'RESOLVED',
  'CLOSED',
  'MERGED',
  'DETECTED',
  'RECORDED',
  'CLASSIFIED',
  'NOTIFIED',
  'ESCALATED',
  'DIAGNOSED',
  'INVESTIGATED',
  'TAKEN_BACK',
  'KNOWN_ERROR',
  'HANDED_OVER',
];

/** The last event of each type that leads to a state, of each of these tickets, as far as the scope sees them. */
export async function findLastEvents(session: Session, ticketIds: readonly string[]): Promise<LastEvent[]> {
  return session.query<LastEvent>(
    `select distinct on (e.ticket_id, e.type) e.ticket_id as "ticketId", e.type, e.at, e.to_value as "to", e.text
       from ticket_event e where e.ticket_id = any($1::text[]) and e.type = any($2::text[])
      order by e.ticket_id, e.type, e.sequence desc`,
    [[...ticketIds], LEADING],
  );
}
