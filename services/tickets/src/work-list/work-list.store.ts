import type { Session } from '@plimsoll/shared';
import { ticketList, type TicketRecord } from '../ticket/index.js';
import type { WorkTicket } from './work-list.rules.js';

/** The predicate of the partial indexes of open tickets, word for word. */
const OPEN = `t.status not in ('RESOLVED', 'CLOSED')`;

/**
 * What an open ticket `t` owes: its open clocks, and when the customer wrote, where that was the last word. Every part is
 * found by an index of what is open alone, but for the last word, of which there is one for words; see docs/performance.md.
 */
const WORK = `select t.id, t.status, t.priority, t.opened_at as "openedAt", clock.clocks,
    case when word.by_customer then word.at end as "customerRepliedAt"
  from ticket t
  cross join lateral (
    select coalesce(jsonb_agg(jsonb_build_object('target', c.target, 'dueAt', c.due_at, 'paused', c.paused,
      'warnedPercent', c.warned_percent)), '[]') as clocks
      from sla_clock c where c.ticket_id = t.id and c.stopped_at is null
  ) clock
  left join lateral (
    select e.at, e.type = 'REPLIED' and not coalesce(e.by_desk, e.actor_id not like 'con\\_%', true) as by_customer
      from ticket_event e
     where e.ticket_id = t.id and e.type in ('REPLIED', 'STATUS_UPDATED') and e.is_public
     order by e.sequence desc limit 1
  ) word on true`;

/** The open tickets of a person, in no order; one statement. */
export function findAssignedWork(session: Session, personId: string): Promise<WorkTicket[]> {
  return session.query<WorkTicket>(`${WORK} where t.assignee_id = $1 and ${OPEN}`, [personId]);
}

/** Those of these tickets that are open, in no order; one statement. */
export async function findWork(session: Session, ticketIds: readonly string[]): Promise<WorkTicket[]> {
  if (ticketIds.length === 0) return [];
  return session.query<WorkTicket>(`${WORK} where t.id = any($1::text[]) and ${OPEN}`, [[...ticketIds]]);
}

/** Those of these tickets that are open, in the order of the ids; one statement. */
export async function findOpenTickets(
  session: Session,
  ticketIds: readonly string[],
): Promise<(TicketRecord | null)[]> {
  const rows = await session.query<TicketRecord>(
    `select ${ticketList.columns} from unnest($1::text[]) as wanted(id)
       join ticket t on t.id = wanted.id and ${OPEN}`,
    [[...ticketIds]],
  );
  const found = new Map(rows.map((row) => [row.id, row]));
  return ticketIds.map((id) => found.get(id) ?? null);
}
