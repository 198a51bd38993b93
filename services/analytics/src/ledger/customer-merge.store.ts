import type { Session } from '@plimsoll/shared';

/**
 * Notes that a customer turned out to be another one, whatever was noted before in whatever order, and gives it the
 * lines of the ledger. Nobody adds to the ledger meanwhile. Repeating it changes nothing.
 */
export async function noteMerge(tx: Session, duplicateId: string, intoId: string): Promise<void> {
  await tx.query('lock table customer_merge in row exclusive mode');
  await tx.query(
    `with target as (
       select coalesce((select into_id from customer_merge where duplicate_id = $2), $2) as id),
     noted as (
       insert into customer_merge (duplicate_id, into_id) select $1, id from target on conflict (duplicate_id) do nothing)
     update customer_merge set into_id = target.id from target where into_id = $1`,
    [duplicateId, intoId],
  );
  await tx.query(
    `with merged as (
       select duplicate_id, into_id from customer_merge m
        where into_id = (select into_id from customer_merge where duplicate_id = $1)),
     given as (
       delete from ledger_customer c using merged m where c.customer_id = m.duplicate_id
       returning c.incident_id, c.version, c.piece, m.into_id),
     kept as (
       insert into ledger_customer (incident_id, version, piece, customer_id)
       select incident_id, version, piece, into_id from given on conflict do nothing)
     update ledger_impact i set revision = revision + 1
       from (select distinct incident_id, version, piece from given) touched
      where (touched.incident_id, touched.version, touched.piece) = (i.incident_id, i.version, i.piece)`,
    [duplicateId],
  );
}
