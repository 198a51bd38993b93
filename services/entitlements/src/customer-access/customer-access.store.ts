import type { Session } from '@plimsoll/shared';

/** Customers whose access is due to be switched on again at an instant, at most `limit`; one statement. */
export async function findDueReturns(session: Session, now: Date, limit: number): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select c.id from customer c
      where c.access_until <= $1 and not c.access_active and c.merged_into is null
      order by c.access_until, c.id limit $2`,
    [now, limit],
  );
  return rows.map(({ id }) => id);
}

/** Keeps a customer from being changed by others until the transaction ends. */
export async function lockCustomer(tx: Session, id: string): Promise<void> {
  await tx.query('select from customer where id = $1 for update', [id]);
}
