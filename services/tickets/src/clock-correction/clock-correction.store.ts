import type { Session } from '@plimsoll/shared';
import type { CorrectableEvent } from './clock-correction.rules.js';

/** The events of a ticket in order, each at its instant by all corrections so far. */
export async function findCorrectableEvents(session: Session, ticketId: string): Promise<CorrectableEvent[]> {
  return session.query<CorrectableEvent>(
    `select e.sequence, e.type, coalesce((select c.to_value::timestamptz from ticket_event c
         where c.ticket_id = e.ticket_id and c.type = 'CORRECTED' and c.corrects = e.sequence
         order by c.sequence desc limit 1), e.at) as at
       from ticket_event e where e.ticket_id = $1 order by e.sequence`,
    [ticketId],
  );
}

/** Which of these tickets are on record, or the next ones of all by id, held until the transaction ends; in order. */
export async function lockTicketsToRecompute(
  tx: Session,
  which: { ticketIds: readonly string[] } | { afterId: string },
  limit: number,
): Promise<string[]> {
  const [condition, value] =
    'ticketIds' in which ? ['id = any($1::text[])', [...which.ticketIds]] : ['id > $1', which.afterId];
  const rows = await tx.query<{ id: string }>(
    `select id from ticket where ${condition} order by id limit $2 for update`,
    [value, limit],
  );
  return rows.map(({ id }) => id);
}
