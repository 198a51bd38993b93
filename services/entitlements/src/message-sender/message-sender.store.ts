import type { Session } from '@plimsoll/shared';

/**
 * The active contacts with this mail address, in its one spelling: those of customers with access first, then designated
 * ones, then by id; at most 20. One statement.
 */
export async function findContactsByAddress(session: Session, key: string): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select k.id from contact k join customer c on c.id = k.customer_id
      where lower(k.email) = $1 and k.active
      order by c.access_active desc, k.designated desc, k.id limit 20`,
    [key],
  );
  return rows.map(({ id }) => id);
}
