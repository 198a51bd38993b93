import type { Session } from '@plimsoll/shared';
import { MOSTLY_USED_PERCENT, SOON_MS } from '../work-list/index.js';

/** How many tickets wait in a queue, and how it keeps up. */
export interface QueueHealthRecord {
  queueId: string;
  waitingCount: number;
  oldestWaitingAt: Date | null;
  breachesAhead: number;
}

/** What waits in each of these queues, in their order; one statement. */
export async function findQueueHealth(
  session: Session,
  queueIds: readonly string[],
  now: Date,
): Promise<QueueHealthRecord[]> {
  const rows = await session.query<QueueHealthRecord>(
    `select q.id as "queueId", count(t.id)::integer as "waitingCount", min(t.opened_at) as "oldestWaitingAt",
            count(t.id) filter (where exists (select 1 from sla_clock c
              where c.ticket_id = t.id and c.stopped_at is null and not c.paused
                and (c.due_at <= $2 or c.warned_percent >= $3)))::integer as "breachesAhead"
       from unnest($1::text[]) as q(id)
       left join ticket t on t.queue_id = q.id and t.assignee_id is null and t.status in ('NEW', 'IN_PROGRESS')
      group by q.id`,
    [[...new Set(queueIds)], new Date(now.getTime() + SOON_MS), MOSTLY_USED_PERCENT],
  );
  const found = new Map(rows.map((row) => [row.queueId, row]));
  return queueIds.map(
    (queueId) => found.get(queueId) ?? { queueId, waitingCount: 0, oldestWaitingAt: null, breachesAhead: 0 },
  );
}

/** How many tickets came into a queue and how many were resolved. */
export interface QueueFlow {
  arrivedCount: number;
  resolvedCount: number;
}

/** How many of the tickets of each of these queues were opened and resolved in [from, to), in their order; one statement. */
export async function findQueueFlows(
  session: Session,
  queueIds: readonly string[],
  from: Date,
  to: Date,
): Promise<QueueFlow[]> {
  const rows = await session.query<QueueFlow & { id: string }>(
    `select q.id,
            (select count(*)::integer from ticket t
              where t.queue_id = q.id and t.opened_at >= $2 and t.opened_at < $3) as "arrivedCount",
            (select count(*)::integer from ticket t
              where t.queue_id = q.id and t.resolved_at >= $2 and t.resolved_at < $3) as "resolvedCount"
       from unnest($1::text[]) as q(id)`,
    [[...new Set(queueIds)], from, to],
  );
  const found = new Map(rows.map(({ id, ...flow }) => [id, flow]));
  return queueIds.map((id) => found.get(id) ?? { arrivedCount: 0, resolvedCount: 0 });
}

/** The queues in which a person works, by name; one statement. */
export async function findQueuesOf(session: Session, personId: string): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select id from queue where member_ids @> array[$1::text] order by name, id`,
    [personId],
  );
  return rows.map(({ id }) => id);
}

/** How many clocks of a team's open tickets come due in an hour that begins so many hours from now; −1: past due. */
export interface DueCount {
  teamId: string;
  hour: number;
  target: 'FIRST_RESPONSE' | 'UPDATE' | 'RESOLUTION';
  count: number;
}

/**
 * How many running clocks of the tickets of these teams come due before `until`, by hour from `now`; one statement.
 */
export function countDueByTeam(
  session: Session,
  teamIds: readonly string[],
  now: Date,
  until: Date,
): Promise<DueCount[]> {
  return session.query<DueCount>(
    `select t.team_id as "teamId", c.target, count(*)::integer as count,
            greatest(-1, floor(extract(epoch from c.due_at - $2::timestamptz) / 3600))::integer as hour
       from sla_clock c join ticket t on t.id = c.ticket_id
      where c.stopped_at is null and not c.paused and c.due_at < $3 and t.team_id = any($1::text[])
      group by 1, 2, 4`,
    [[...new Set(teamIds)], now, until],
  );
}
