import type { Session } from '@plimsoll/shared';

/** The ticket and all that it follows, directly or through others. */
export async function findAncestors(tx: Session, ticketId: string): Promise<Set<string>> {
  const rows = await tx.query<{ id: string }>(
    `with recursive above(id) as (
       select $1::text union select t.parent_id from above a join ticket t on t.id = a.id where t.parent_id is not null)
     select id from above`,
    [ticketId],
  );
  return new Set(rows.map(({ id }) => id));
}

/** The ids of tickets that follow this one, after this id, in the order of their ids. */
export async function findFollowers(
  tx: Session,
  parentId: string,
  afterId: string,
  limit: number,
): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select t.id from ticket t where t.parent_id = $1 and t.id > $2 order by t.id limit $3`,
    [parentId, afterId, limit],
  );
  return rows.map(({ id }) => id);
}

/** How far what a ticket follows is. */
export interface ProgressRecord {
  ticketId: string;
  kind: string;
  status: string;
  phase: string | null;
  openedAt: Date;
  resolvedAt: Date | null;
  updateAt: Date | null;
  updateText: string | null;
  reasonForOutage: string | null;
}

/** How far what these tickets follow is, for whoever sees the tickets; in order, null where they follow nothing. */
export async function findProgress(
  session: Session,
  ticketIds: readonly string[],
): Promise<(ProgressRecord | null)[]> {
  const rows = await session.query<ProgressRecord>(
    `select ticket_id as "ticketId", kind, status, phase, opened_at as "openedAt", resolved_at as "resolvedAt",
       update_at as "updateAt", update_text as "updateText", reason_for_outage as "reasonForOutage"
       from progress_of_followed($1::text[])`,
    [[...ticketIds]],
  );
  const byTicket = new Map(rows.map((row) => [row.ticketId, row]));
  return ticketIds.map((id) => byTicket.get(id) ?? null);
}
