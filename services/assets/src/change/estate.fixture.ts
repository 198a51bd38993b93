import type { Session } from '@plimsoll/shared';

/**
 * Three hosts: `own`, placed with customer B alone, and `app`, which product 1 of customer A runs on and which `db`
 * degrades when it is down.
 */
export async function seedEstate(tx: Session): Promise<void> {
  await tx.query(`insert into asset_kind (id, version, name) values ('knd_1', 1, 'host')`);
  await tx.query(`insert into asset (id, version, name, kind, status, external_id, source)
    select 'ast_' || id, 1, id, 'host', 'LIVE', id, 'import' from unnest('{db,app,own}'::text[]) as given(id)`);
  await tx.query(`insert into dependency (id, version, consumer_id, provider_id, group_name, strength)
    values ('dep_1', 1, 'ast_app', 'ast_db', null, 'SOFT')`);
  await tx.query(`insert into placement (id, version, asset_id, product_id, customer_id)
    values ('plc_1', 1, 'ast_app', 'prd_1', null), ('plc_2', 1, 'ast_own', null, 'cus_b')`);
  await tx.query(`insert into customer (id, version, name, partner_id, time_zone)
    values ('cus_a', 1, 'A', 'par_1', 'UTC'), ('cus_b', 1, 'B', null, 'UTC')`);
  await tx.query(`insert into subscription (id, version, customer_id, product_id, started_on)
    values ('sub_1', 1, 'cus_a', 'prd_1', '2025-01-01'), ('sub_2', 1, 'cus_b', 'prd_2', '2025-01-01')`);
  await tx.query(
    `insert into person (id, version, external_id, source) values ('per_x', 1, 'ann', 'import')`,
  );
}
