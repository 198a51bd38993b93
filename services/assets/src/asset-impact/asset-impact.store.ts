import type { Session } from '@plimsoll/shared';

/** Those of the assets that the session's scope sees; one statement. */
export async function findVisible(session: Session, ids: readonly string[]): Promise<Set<string>> {
  const rows = await session.query<{ id: string }>('select id from asset where id = any($1::text[])', [ids]);
  return new Set(rows.map(({ id }) => id));
}
