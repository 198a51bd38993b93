import type { Session } from '@plimsoll/shared';

/** A ticket that was or is in work, with whom, and the statuses that its log tells. */
export interface HandledTicket {
  id: string;
  assigneeId: string;
  /** Null: it is in work still. */
  resolvedAt: Date | null;
  /** Where the log tells no status: the first response, else the opening. */
  beganAt: Date;
  steps: { at: string; to: string }[];
}

/**
 * The latest tickets that were resolved in [from, to), and those that are in work at `to`, of people; one statement.
 *
 * @param limit how many of each at most
 */
export function findHandled(session: Session, from: Date, to: Date, limit: number): Promise<HandledTicket[]> {
  return session.query<HandledTicket>(
    `with handled as (
       (select t.id, t.assignee_id, t.resolved_at, coalesce(t.first_responded_at, t.opened_at) as began_at
          from ticket t where t.resolved_at >= $1 and t.resolved_at < $2 and t.assignee_id is not null
         order by t.resolved_at desc, t.id desc limit $3)
       union all
       (select t.id, t.assignee_id, null, coalesce(t.first_responded_at, t.opened_at)
          from ticket t where t.status = 'IN_PROGRESS' and t.assignee_id is not null
         order by t.opened_at desc, t.id limit $3))
     select h.id, h.assignee_id as "assigneeId", h.resolved_at as "resolvedAt", h.began_at as "beganAt",
            coalesce((select jsonb_agg(jsonb_build_object('at', e.at, 'to', e.to_value) order by e.sequence)
              from ticket_event e where e.ticket_id = h.id and e.type <> 'STATUS_UPDATED'
               and e.to_value in ('NEW', 'IN_PROGRESS', 'WAITING_ON_CUSTOMER', 'WAITING_ON_THIRD_PARTY',
                 'WAITING_ON_PROBLEM', 'ON_HOLD', 'RESOLVED', 'CLOSED')), '[]') as steps
       from handled h`,
    [from, to, limit],
  );
}

/** Somebody who works at the desk. */
export interface DeskPerson {
  personId: string;
  skillIds: string[];
  calendarId: string | null;
  takesTickets: boolean;
  absences: { from: string; to: string | null }[];
}

/** Everybody with a profile, with their calendar or else that of the first of their teams by name; one statement. */
export function findDeskPeople(session: Session): Promise<DeskPerson[]> {
  return session.query<DeskPerson>(
    `select a.person_id as "personId", a.takes_tickets as "takesTickets", a.absences,
            array(select skill ->> 'skillId' from jsonb_array_elements(a.skills) as skill) as "skillIds",
            coalesce(a.calendar_id, (select t.calendar_id from team t
              where t.member_ids @> array[a.person_id] and t.calendar_id is not null
              order by t.name, t.id limit 1)) as "calendarId"
       from agent a order by a.person_id`,
  );
}

/** A ticket of the past, as far as routing and time go. */
export interface PastTicket {
  id: string;
  openedAt: Date;
  kind: string;
  channel: string | null;
  priority: string;
  severity: string | null;
  tier: string | null;
  category: string | null;
  subject: string;
  customerId: string | null;
  contactId: string | null;
  productId: string | null;
  assetIds: string[];
}

const PAST = `t.id, t.opened_at as "openedAt", t.kind, t.channel, t.priority, t.severity, t.tier, t.category, t.subject,
  t.customer_id as "customerId", t.contact_id as "contactId", t.product_id as "productId",
  t.asset_ids as "assetIds"`;

/** The latest tickets opened in [from, to), the latest first; one statement. */
export function findPastTickets(
  session: Session,
  from: Date,
  to: Date,
  limit: number,
): Promise<PastTicket[]> {
  return session.query<PastTicket>(
    `select ${PAST}
       from ticket t where t.opened_at >= $1 and t.opened_at < $2
      order by t.opened_at desc, t.id desc limit $3`,
    [from, to, limit],
  );
}

/** These tickets, as far as routing goes, by id; one statement. */
export async function findRoutables(session: Session, ids: readonly string[]): Promise<PastTicket[]> {
  return session.query<PastTicket>(
    `select ${PAST}
       from ticket t where t.id = any($1::text[]) order by t.id`,
    [[...ids]],
  );
}
