import type { Session } from '@plimsoll/shared';
import { ticketRecords, type TicketRecord } from '../ticket/index.js';

/** How many tickets were opened in [from, to). */
export async function countOpened(session: Session, from: Date, to: Date): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    'select count(*)::integer as count from ticket where opened_at >= $1 and opened_at < $2',
    [from, to],
  );
  return row?.count ?? 0;
}

/** The next tickets opened in [from, to), the latest first; after `last`, or from the first. Two statements. */
export async function findOpened(
  session: Session,
  from: Date,
  to: Date,
  last: Pick<TicketRecord, 'id' | 'openedAt'> | null,
  limit: number,
): Promise<TicketRecord[]> {
  const rows = await session.query<{ id: string }>(
    `select t.id from ticket t
      where t.opened_at >= $1 and t.opened_at < $2
        and ($3::timestamptz is null or (t.opened_at, t.id) < ($3::timestamptz, $4))
      order by t.opened_at desc, t.id desc limit $5`,
    [from, to, last?.openedAt ?? null, last?.id ?? null, limit],
  );
  const found = await ticketRecords.findInOrder(
    session,
    rows.map(({ id }) => id),
  );
  return found.filter((ticket) => ticket !== null);
}
