import type { Session } from '@plimsoll/shared';

/** The ids of tickets of which another one turned out to be the same, and of those that follow it. */
export async function findDependants(
  tx: Session,
  ticketIds: readonly string[],
): Promise<{ merged: string[]; followers: string[] }> {
  const rows = await tx.query<{ id: string; merged: boolean }>(
    `select t.id, t.merged_into_id = any($1::text[]) is true as merged from ticket t
      where t.merged_into_id = any($1::text[]) or t.parent_id = any($1::text[]) order by t.id`,
    [[...ticketIds]],
  );
  return {
    merged: rows.flatMap(({ id, merged }) => (merged ? [id] : [])),
    followers: rows.flatMap(({ id, merged }) => (merged ? [] : [id])),
  };
}

/** The status that a merged ticket had before it was closed by that; null where the log does not tell. */
export async function findStatusBefore(tx: Session, ticketId: string): Promise<string | null> {
  const [row] = await tx.query<{ status: string | null }>(
    `select e.from_value as status from ticket_event e
      where e.ticket_id = $1 and e.type = 'CLOSED' order by e.sequence desc limit 1`,
    [ticketId],
  );
  return row?.status ?? null;
}

/** An event of a ticket to be carried over, as the caller sees it. */
export interface CarriedEvent {
  id: string;
  at: Date;
  actorId: string | null;
  text: string | null;
  isPublic: boolean;
}

/** Those of a ticket's events that were written; in order. */
export async function findWritten(
  tx: Session,
  ticketId: string,
  eventIds: readonly string[],
): Promise<CarriedEvent[]> {
  return tx.query<CarriedEvent>(
    `select e.id, e.at, e.actor_id as "actorId", e.text, e.is_public as "isPublic" from ticket_event e
      where e.ticket_id = $1 and e.id = any($2::text[]) and e.type in ('OPENED', 'REPLIED', 'NOTED')
        and e.text is not null order by e.sequence`,
    [ticketId, [...eventIds]],
  );
}
