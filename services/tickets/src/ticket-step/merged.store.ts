import type { Session } from '@plimsoll/shared';

/** The ids of the incidents that turned out to be this one. */
export async function findMergedInto(tx: Session, ticketId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from ticket t where t.merged_into_id = $1 and t.kind = 'INCIDENT' order by t.id`,
    [ticketId],
  );
  return rows.map(({ id }) => id);
}
