import type { Session } from '@plimsoll/shared';

/** Which of these tickets the session sees; one statement. */
export async function readSeenTickets(session: Session, ids: readonly string[]): Promise<string[]> {
  const rows = await session.query<{ id: string }>('select id from ticket where id = any($1::text[])', [ids]);
  return rows.map(({ id }) => id);
}
