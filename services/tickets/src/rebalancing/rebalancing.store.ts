import type { Session } from '@plimsoll/shared';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';

/**
 * The open tickets of a team that do not wait, the most urgent first, then the oldest; at most `limit`, and how many there
 * are. Three statements.
 */
export async function findTeamWork(
  session: Session,
  teamId: string,
  limit: number,
): Promise<{ tickets: TicketRecord[]; count: number }> {
  const where = `t.team_id = $1 and t.status in ('NEW', 'IN_PROGRESS')`;
  const rows = await session.query<{ id: string }>(
    `select t.id from ticket t where ${where} order by t.priority, t.opened_at, t.id limit $2`,
    [teamId, limit],
  );
  const [total] = await session.query<{ count: number }>(
    `select count(*)::integer as count from ticket t where ${where}`,
    [teamId],
  );
  const found = await ticketRecords.findInOrder(
    session,
    rows.map(({ id }) => id),
  );
  return { tickets: found.filter((ticket) => ticket !== null), count: total?.count ?? 0 };
}
