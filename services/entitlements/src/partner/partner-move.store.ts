import type { Author, Session } from '@plimsoll/shared';

/** A move that has been asked for and not been made yet. */
export interface PartnerMove {
  partnerId: string;
  /** Null: below nobody. */
  parentId: string | null;
  author: Author;
  requestedAt: Date;
}

const COLUMNS = 'partner_id as "partnerId", parent_id as "parentId", author, requested_at as "requestedAt"';

/** Puts a move on record, in place of one of the same partner. */
export async function storeMove(tx: Session, move: PartnerMove): Promise<void> {
  await tx.query(
    `insert into partner_move (partner_id, parent_id, author, requested_at) values ($1, $2, $3, $4)
     on conflict (partner_id) do update set parent_id = excluded.parent_id, author = excluded.author,
       requested_at = excluded.requested_at`,
    [move.partnerId, move.parentId, JSON.stringify(move.author), move.requestedAt],
  );
}

/** Takes a move off the record: it was made, or nobody wants it any more. */
export async function removeMove(tx: Session, partnerId: string): Promise<void> {
  await tx.query('delete from partner_move where partner_id = $1', [partnerId]);
}

/** The moves of these partners that wait; one statement. */
export async function findMoves(
  session: Session,
  partnerIds: readonly string[],
): Promise<Map<string, PartnerMove>> {
  const rows = await session.query<PartnerMove>(
    `select ${COLUMNS} from partner_move where partner_id = any($1::text[])`,
    [partnerIds],
  );
  return new Map(rows.map((row) => [row.partnerId, row]));
}

/** The partners whose moves have waited since before an instant, the longest first. */
export async function findWaitingPartners(tx: Session, before: Date): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    'select partner_id as id from partner_move where requested_at < $1 order by requested_at limit 100',
    [before],
  );
  return rows.map(({ id }) => id);
}
