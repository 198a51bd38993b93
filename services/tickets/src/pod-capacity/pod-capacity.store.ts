import type { Session } from '@plimsoll/shared';

/** The id of the first queue of this name, or null. */
export async function findQueueByName(session: Session, name: string): Promise<string | null> {
  const [found] = await session.query<{ id: string }>(
    'select id from queue where name = $1 order by id limit 1',
    [name],
  );
  return found?.id ?? null;
}
