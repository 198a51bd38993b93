import type { Session } from '@plimsoll/shared';

/** Keeps two customers, and whoever was merged into one of them, from others; in one order for everybody. */
export async function lockForMerge(tx: Session, ids: readonly string[]): Promise<void> {
  await tx.query(
    `select from customer where id = any($1::text[]) or merged_into = any($1::text[]) order by id for update`,
    [[...ids]],
  );
}

/** The ids of the customers that were merged into this one. */
export async function findMergedInto(tx: Session, id: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>('select id from customer where merged_into = $1 order by id', [
    id,
  ]);
  return rows.map((row) => row.id);
}

/** Whether something is being provisioned for one of these customers. */
export async function isBeingProvisioned(tx: Session, ids: readonly string[]): Promise<boolean> {
  const rows = await tx.query(
    `select from provisioning_request where customer_id = any($1::text[])
        and status in ('QUEUED', 'RUNNING', 'COMPENSATING', 'WAITING_FOR_CAPACITY', 'AWAITING_APPROVAL') limit 1`,
    [[...ids]],
  );
  return rows.length > 0;
}

/** The ids of a customer's rows of a table, kept from others until the transaction ends. The table is the code's own. */
export async function lockRowsOf(tx: Session, table: string, customerId: string): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select id from ${table} where customer_id = $1 order by id for update`,
    [customerId],
  );
  return rows.map(({ id }) => id);
}

/** Gives a customer's rows of a table to another one; answers how many. The table is the code's own. */
export async function giveRows(tx: Session, table: string, from: string, into: string): Promise<number> {
  const rows = await tx.query(`update ${table} set customer_id = $2 where customer_id = $1 returning 1`, [
    from,
    into,
  ]);
  return rows.length;
}

/** Forgets measurements of a customer that are on record of the other one too. */
export async function dropSharedUsage(tx: Session, from: string, into: string): Promise<void> {
  await tx.query(
    `delete from usage_record d using usage_record k
      where d.customer_id = $1 and k.customer_id = $2 and (d.metric, d.at, d.value) = (k.metric, k.at, k.value)`,
    [from, into],
  );
}

/** Merged customers with rows of one of these tables, written while they were being merged; at most `limit`. */
export async function findUnsettled(
  tx: Session,
  tables: readonly string[],
  limit: number,
): Promise<string[]> {
  const left = tables
    .map((table) => `exists (select 1 from ${table} t where t.customer_id = c.id)`)
    .join(' or ');
  const rows = await tx.query<{ id: string }>(
    `select c.id from customer c where c.merged_into is not null and (${left}) order by c.id limit $1`,
    [limit],
  );
  return rows.map(({ id }) => id);
}
