import type { Session } from '@plimsoll/shared';

/** A batch of an import, and the tickets whose clocks wait for the rest of it. */
export interface TicketArrival {
  source: string;
  at: Date;
  ticketIds: readonly string[];
}

/** Notes a batch; one statement that waits for no other batch. */
export async function noteArrival(tx: Session, arrival: TicketArrival): Promise<void> {
  await tx.query('insert into ticket_arrival (source, at, ticket_ids) values ($1, $2, $3)', [
    arrival.source,
    arrival.at,
    [...arrival.ticketIds],
  ]);
}

/**
 * Takes away the oldest batches of sources of which nothing has come since `quietSince`, at most `limit`, and answers
 * their tickets; what another replica is taking is left to it.
 */
export async function takeArrived(tx: Session, quietSince: Date, limit: number): Promise<string[][]> {
  const rows = await tx.query<{ ticketIds: string[] }>(
    `with taken as (
       select a.id from ticket_arrival a
        where not exists (select 1 from ticket_arrival later where later.source = a.source and later.at > $1)
        order by a.id limit $2 for update skip locked
     )
     delete from ticket_arrival where id in (select id from taken) returning ticket_ids as "ticketIds"`,
    [quietSince, limit],
  );
  return rows.map(({ ticketIds }) => ticketIds);
}
