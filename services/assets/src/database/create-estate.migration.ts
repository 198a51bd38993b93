import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Assets with their kinds, dependencies and placements, and this service's copies of accounts. */
export class CreateEstate1790000000100 implements MigrationInterface {
  name = 'CreateEstate1790000000100';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(COPIES);
    await runner.query(ESTATE);
    await runner.query(TENANCY);
    await runner.query(GRAPH);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop function graph_everything, graph_changes;
      drop table placement, dependency, asset, asset_kind, subscription, customer, pod, product, person;
      drop function is_signed_in, note_graph_change;
    `);
  }
}

/** What entitlements tells of its records, as far as assets are placed by it; `version` is that of the record. */
const COPIES = `
create table person (
  id text primary key,
  version integer not null,
  external_id text,
  source text
);
create index on person (source, external_id);

create table product (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text not null
);
create index on product (source, external_id);

create table pod (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text not null
);
create index on pod (source, external_id);

create table customer (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text not null,
  partner_id text,
  time_zone text not null
);
create index on customer (source, external_id);
create index on customer (partner_id);

create table subscription (
  id text primary key,
  version integer not null,
  customer_id text not null,
  product_id text not null,
  pod_id text,
  started_on date not null,
  ended_on date,
  changed_xid xid8 not null default pg_current_xact_id()
);
create index on subscription (customer_id);
create index on subscription (product_id);
create index on subscription (pod_id);
create index on subscription (changed_xid);
`;

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

const ESTATE = `
create function note_graph_change() returns trigger language plpgsql as $$
begin
  new.changed_xid := pg_current_xact_id();
  return new;
end $$;

create table asset_kind (${KEPT},
  name text not null unique,
  description text,
  attribute_schema jsonb,
  unique (source, external_id)
);

create table asset (${KEPT},
  name text not null,
  kind text not null references asset_kind (name),
  status text not null check (status in ('PLANNED', 'LIVE', 'MAINTENANCE', 'RETIRED')),
  owner_id text,
  location text,
  addresses text[] not null default '{}',
  make text,
  criticality text,
  product_id text,
  pod_id text,
  tags text[] not null default '{}',
  attributes jsonb not null default '{}' check (jsonb_typeof(attributes) = 'object'),
  changed_xid xid8 not null default pg_current_xact_id(),
  unique (source, external_id)
);
create index on asset (name, id);
create index on asset (kind);
create index on asset (owner_id);
create index on asset (changed_xid);

create table dependency (
  id text primary key,
  version integer not null check (version > 0),
  consumer_id text not null references asset,
  provider_id text not null references asset,
  group_name text,
  strength text not null check (strength in ('HARD', 'SOFT')),
  min_up_count integer check (min_up_count >= 1),
  min_up_percent integer check (min_up_percent between 1 and 100),
  removed_at timestamptz,
  changed_xid xid8 not null default pg_current_xact_id(),
  unique nulls not distinct (consumer_id, provider_id, group_name),
  check (consumer_id <> provider_id),
  check (min_up_count is null or min_up_percent is null)
);
create index on dependency (provider_id);
create index on dependency (changed_xid);

create table placement (
  id text primary key,
  version integer not null check (version > 0),
  asset_id text not null references asset,
  product_id text,
  pod_id text,
  customer_id text,
  removed_at timestamptz,
  changed_xid xid8 not null default pg_current_xact_id(),
  unique nulls not distinct (asset_id, product_id, pod_id, customer_id),
  check (coalesce(product_id, pod_id, customer_id) is not null)
);
create index on placement (customer_id);
create index on placement (product_id);
create index on placement (pod_id);
create index on placement (changed_xid);

create trigger note_graph_change before update on asset for each row execute function note_graph_change();
create trigger note_graph_change before update on dependency for each row execute function note_graph_change();
create trigger note_graph_change before update on placement for each row execute function note_graph_change();
create trigger note_graph_change before update on subscription for each row execute function note_graph_change();
`;

/**
 * A reseller and a contact see an asset exactly where a placement names one of their customers; an asset that
 * many share by its pod or product stays hidden from them, whatever it does to them.
 */
const TENANCY = `
create function is_signed_in() returns boolean language sql stable as $$
  select viewer_kind() in ('SYSTEM', 'STAFF', 'PARTNER', 'CONTACT')
$$;

do $$
declare noun text;
begin
  foreach noun in array array['person', 'product', 'pod', 'customer', 'subscription', 'asset_kind', 'asset', 'dependency', 'placement'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
  foreach noun in array array['person', 'product', 'pod', 'asset_kind'] loop
    execute format('create policy reading on %I for select using ((select is_signed_in()))', noun);
  end loop;
end $$;

create policy reading on customer for select using (
  id = (select viewer_customer()) or partner_id = (select viewer_partner()));
create policy reading on subscription for select using ((select is_signed_in())
  and exists (select 1 from customer c where c.id = customer_id));
create policy reading on placement for select using ((select is_signed_in())
  and exists (select 1 from customer c where c.id = customer_id));
create policy reading on asset for select using ((select is_signed_in())
  and exists (select 1 from placement p where p.asset_id = asset.id and p.customer_id is not null and p.removed_at is null));
create policy reading on dependency for select using ((select is_signed_in())
  and exists (select 1 from asset a where a.id = consumer_id) and exists (select 1 from asset a where a.id = provider_id));
`;

/**
 * What a process needs to keep the graph in memory, whatever the scope of the session that asks: owned by the
 * owner of the tables, so that policies do not hide what carries impact. Each row is one thing as it is now:
 * `what` and `id` say of what kind and which, `rows` all that hangs on it (null: nothing any more), in the
 * positions that the graph's store reads. The first row, `SNAPSHOT`, says what has been seen: given back as
 * `seen`, the next call answers exactly what has become visible since, so that no commit is missed, however late,
 * and none told twice.
 */
const GRAPH = `
create function graph_everything() returns table (what text, id text, "rows" text[])
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  return query select 'SNAPSHOT', pg_current_snapshot()::text, null::text[];
  return query select 'ASSET', a.id, array[a.status] from asset a;
  return query select 'CONSUMER', d.consumer_id,
      array_agg(concat_ws(' ', d.provider_id, d.strength, coalesce(d.min_up_count::text, d.min_up_percent || '%', '-'), d.group_name))
    from dependency d where d.removed_at is null group by d.consumer_id;
  return query select 'PLACED', p.asset_id,
      array_agg(concat_ws(' ', coalesce(p.product_id, '-'), coalesce(p.pod_id, '-'), coalesce(p.customer_id, '-')))
    from placement p where p.removed_at is null group by p.asset_id;
  return query select 'CUSTOMER', s.customer_id,
      array_agg(concat_ws(' ', s.product_id, coalesce(s.pod_id, '-'), s.started_on, coalesce(s.ended_on::text, '-'), coalesce(c.time_zone, 'UTC')))
    from subscription s left join customer c on c.id = s.customer_id group by s.customer_id;
end $$;

create function graph_changes(seen pg_snapshot) returns table (what text, id text, "rows" text[])
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
    where s.changed_xid >= since and not pg_visible_in_snapshot(s.changed_xid, seen));
  if cardinality(ids) > 0 then
    return query select 'CUSTOMER', one.id, (select
        array_agg(concat_ws(' ', s.product_id, coalesce(s.pod_id, '-'), s.started_on, coalesce(s.ended_on::text, '-'), coalesce(c.time_zone, 'UTC')))
        from subscription s left join customer c on c.id = s.customer_id where s.customer_id = one.id)
      from unnest(ids) as one(id);
  end if;
end $$;

revoke all on function graph_everything, graph_changes from public;
grant execute on function graph_everything, graph_changes to plimsoll_assets;
`;
