import { roleOf } from '@plimsoll/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What names a customer names the one it was merged into, once that is told. */
export class FollowCustomerMerges1790000000170 implements MigrationInterface {
  name = 'FollowCustomerMerges1790000000170';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MERGES);
    await runner.query(graphChanges(WITH_DUPLICATES));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(graphChanges(''));
    await runner.query(`
      drop trigger follow_customer_merge on placement;
      drop trigger follow_customer_merge on incident_impact;
      drop function follow_customer_merge, current_customer;
      drop table customer_merge;
    `);
  }
}

/**
 * Of each customer that turned out to be another one, which; never another duplicate. Whoever names a customer keeps
 * merges from being noted until it commits: so a merge finds all that was named before, and what comes later follows.
 */
const MERGES = `
create table customer_merge (
  duplicate_id text primary key,
  into_id text not null,
  changed_xid xid8 not null default pg_current_xact_id()
);
create index on customer_merge (into_id);
create index on customer_merge (changed_xid);
alter table customer_merge enable row level security;
create policy everything on customer_merge for all using ((select viewer_sees_all()));

create function current_customer(customer_id text) returns text language sql stable
  security definer set search_path = public, pg_temp as $$
  select coalesce((select into_id from customer_merge where duplicate_id = customer_id), customer_id)
$$;

create function follow_customer_merge() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  lock table customer_merge in share mode;
  new.customer_id := current_customer(new.customer_id);
  return new;
end $$;
create trigger follow_customer_merge before insert on placement for each row
  when (new.customer_id is not null) execute function follow_customer_merge();
create trigger follow_customer_merge before insert on incident_impact for each row
  when (new.customer_id is not null) execute function follow_customer_merge();
`;

/** A subscription that goes to another customer leaves the one it had, too: those merged into it are told as well. */
const WITH_DUPLICATES = `
  ids := array(select unnest(ids)
    union select m.duplicate_id from customer_merge m where m.into_id = any(ids)
    union select m.duplicate_id from customer_merge m
           where m.changed_xid >= since and not pg_visible_in_snapshot(m.changed_xid, seen));`;

/** The changes of the estate, with more customers told than those whose subscriptions have changed. */
function graphChanges(more: string): string {
  return `
create or replace function graph_changes(seen pg_snapshot) returns table (what text, id text, "rows" text[])
  language plpgsql stable security definer set search_path = public, pg_temp set enable_seqscan = off as $$
declare
  since xid8 := pg_snapshot_xmin(seen);
  ids text[];
begin
  return query select 'SNAPSHOT', pg_current_snapshot()::text, null::text[];
  return query select 'ASSET', a.id, array[a.status] from asset a
    where a.changed_xid >= since and not pg_visible_in_snapshot(a.changed_xid, seen);
  ids := array(select distinct d.consumer_id from dependency d
    where d.changed_xid >= since and not pg_visible_in_snapshot(d.changed_xid, seen));
  if cardinality(ids) > 0 then
    return query select 'CONSUMER', one.id, (select
        array_agg(concat_ws(' ', d.provider_id, d.strength, coalesce(d.min_up_count::text, d.min_up_percent || '%', '-'), d.group_name))
        from dependency d where d.consumer_id = one.id and d.removed_at is null)
      from unnest(ids) as one(id);
  end if;
  ids := array(select distinct p.asset_id from placement p
    where p.changed_xid >= since and not pg_visible_in_snapshot(p.changed_xid, seen));
  if cardinality(ids) > 0 then
    return query select 'PLACED', one.id, (select
        array_agg(concat_ws(' ', coalesce(p.product_id, '-'), coalesce(p.pod_id, '-'), coalesce(p.customer_id, '-')))
        from placement p where p.asset_id = one.id and p.removed_at is null)
      from unnest(ids) as one(id);
  end if;
  ids := array(select distinct s.customer_id from subscription s
    where s.changed_xid >= since and not pg_visible_in_snapshot(s.changed_xid, seen));${more}
  if cardinality(ids) > 0 then
    return query select 'CUSTOMER', one.id, (select
        array_agg(concat_ws(' ', s.product_id, coalesce(s.pod_id, '-'), s.started_on, coalesce(s.ended_on::text, '-'), coalesce(c.time_zone, 'UTC')))
        from subscription s left join customer c on c.id = s.customer_id where s.customer_id = one.id)
      from unnest(ids) as one(id);
  end if;
end $$;
revoke all on function graph_changes from public;
grant execute on function graph_changes to ${roleOf('assets')};
`;
}
