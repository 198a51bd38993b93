import type { Session } from '@plimsoll/shared';

/**
 * Notes that a customer turned out to be another one, whatever was noted before in whatever order. Answers whose
 * records go to whom: the customer itself and those that were merged into it. Nobody names customers meanwhile.
 */
export async function noteMerge(
  tx: Session,
  duplicateId: string,
  intoId: string,
): Promise<{ into: string; duplicates: string[] }> {
  await tx.query('lock table customer_merge in row exclusive mode');
  const [current] = await tx.query<{ into: string }>('select current_customer($1) as into', [intoId]);
  const into = current?.into ?? intoId;
  const rows = await tx.query<{ id: string }>(
    `with noted as (
       insert into customer_merge (duplicate_id, into_id) values ($1, $2)
       on conflict (duplicate_id) do nothing)
     update customer_merge set into_id = $2, changed_xid = pg_current_xact_id()
      where into_id = $1 returning duplicate_id as id`,
    [duplicateId, into],
  );
  return { into, duplicates: [duplicateId, ...rows.map(({ id }) => id)] };
}

/** The assets that are placed at one of these customers. */
export async function findAssetsAt(tx: Session, customerIds: readonly string[]): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    `select distinct asset_id as id from placement
      where customer_id = any($1::text[]) and removed_at is null order by 1`,
    [[...customerIds]],
  );
  return rows.map(({ id }) => id);
}

/** Gives what incidents did to these customers to another one; answers the earliest instant concerned. */
export async function giveImpacts(
  tx: Session,
  customerIds: readonly string[],
  into: string,
): Promise<Date | null> {
  const [row] = await tx.query<{ since: Date | null }>(
    `with given as (
       update incident_impact set customer_id = $2 where customer_id = any($1::text[]) returning from_at)
     select min(from_at) as since from given`,
    [[...customerIds], into],
  );
  return row?.since ?? null;
}
