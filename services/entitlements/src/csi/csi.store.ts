import type { Session } from '@plimsoll/shared';

/** Keeps an identifier that a customer had, so that it finds the customer still; a repeated one replaces the older. */
export async function keepAlias(
  tx: Session,
  alias: { key: string; csi: string; customerId: string; since: Date; reason: string },
): Promise<void> {
  await tx.query(
    `insert into csi_alias (key, csi, customer_id, since, reason) values ($1, $2, $3, $4, $5)
     on conflict (key) do update set csi = excluded.csi, customer_id = excluded.customer_id,
       since = excluded.since, reason = excluded.reason`,
    [alias.key, alias.csi, alias.customerId, alias.since, alias.reason],
  );
}

/** Forgets an identifier as a former one: it is the present one again. */
export async function dropAlias(tx: Session, key: string): Promise<void> {
  await tx.query('delete from csi_alias where key = $1', [key]);
}

/** The other identifiers that find each customer, by customer: its former ones, and those of merged ones. One statement. */
export async function findFormerCsis(
  session: Session,
  customerIds: readonly string[],
): Promise<Map<string, string[]>> {
  const rows = await session.query<{ id: string; csis: string[] }>(
    `select id, array_agg(csi order by csi) as csis
       from (select a.customer_id as id, a.csi from csi_alias a where a.customer_id = any($1::text[])
             union
             select c.merged_into, c.csi from customer c where c.merged_into = any($1::text[])) former
      group by id`,
    [[...customerIds]],
  );
  return new Map(rows.map(({ id, csis }) => [id, csis]));
}
