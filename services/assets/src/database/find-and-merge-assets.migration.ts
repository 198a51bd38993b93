import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Kinds state attributes by a JSON Schema; assets are found by all they say, and merged where two are one. */
export class FindAndMergeAssets1790000000220 implements MigrationInterface {
  name = 'FindAndMergeAssets1790000000220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(SCHEMAS);
    await runner.query(SEARCH);
    await runner.query(MERGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger follow_asset_merge on placement;
      drop trigger follow_asset_merge on incident_impact;
      drop function follow_asset_merge, current_asset, assets_named;
      drop table asset_merge;
      drop function narrow_assets, likely_duplicates;
      drop index asset_text, asset_labels, asset_attributes, asset_place, asset_name_key;
      alter table asset_kind drop constraint attribute_schema_is_object;
      update asset_kind set attribute_schema = (select jsonb_agg(jsonb_build_object('name', p.key,
            'type', case p.value->>'type' when 'string' then 'TEXT' when 'boolean' then 'BOOLEAN' else 'NUMBER' end,
            'required', coalesce(attribute_schema->'required' ? p.key, false)))
          from jsonb_each(attribute_schema->'properties') p
         where p.value->>'type' in ('string', 'boolean', 'number', 'integer'))
       where attribute_schema is not null;
    `);
  }
}

/** Definitions of single attributes become the schema that says the same. */
const SCHEMAS = `
update asset_kind set attribute_schema = jsonb_build_object(
    'type', 'object',
    'properties', coalesce((select jsonb_object_agg(d->>'name', jsonb_build_object('type',
        case d->>'type' when 'TEXT' then 'string' when 'BOOLEAN' then 'boolean' else 'number' end))
      from jsonb_array_elements(attribute_schema) as d), '{}'))
  || coalesce((select jsonb_build_object('required', jsonb_agg(d->>'name'))
      from jsonb_array_elements(attribute_schema) as d where (d->>'required')::boolean having count(*) > 0), '{}')
 where jsonb_typeof(attribute_schema) = 'array';
alter table asset_kind add constraint attribute_schema_is_object
  check (attribute_schema is null or jsonb_typeof(attribute_schema) = 'object');
`;

/**
 * Row-level security keeps conditions that are not leak-proof (like, containment) away from indexes, and a list in
 * order of names finds what many assets have quickly, but what few have only after reading all. So the few are found
 * here first: the ids of the assets that meet all the conditions given, whoever asks, or null where there are more than
 * \`most\`. It only narrows a list whose own statement is under row-level security and repeats the conditions.
 */
const SEARCH = `
create extension if not exists pg_trgm;
create index asset_text on asset using gin (name gin_trgm_ops, external_id gin_trgm_ops, location gin_trgm_ops);
create index asset_labels on asset using gin (tags, addresses);
create index asset_attributes on asset using gin (attributes jsonb_path_ops);
create index asset_place on asset ((coalesce(location, '')), id);
create index asset_name_key on asset (kind, lower(name));

create function narrow_assets(most integer, pattern text, place text, labels text[], hosts text[], wanted jsonb)
  returns text[] language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  conditions text := 'true';
  ids text[];
begin
  if pattern is not null then conditions := conditions || ' and (name ilike $2 or external_id ilike $2)'; end if;
  if place is not null then conditions := conditions || ' and location ilike $3'; end if;
  if labels is not null then conditions := conditions || ' and tags @> $4'; end if;
  if hosts is not null then conditions := conditions || ' and addresses && $5'; end if;
  if wanted is not null then conditions := conditions || ' and attributes @> $6'; end if;
  execute 'select array_agg(id) from (select id from asset where ' || conditions || ' limit $1 + 1) as found'
    into ids using most, pattern, place, labels, hosts, wanted;
  return case when cardinality(ids) > most then null else coalesce(ids, '{}') end;
end $$;
revoke all on function narrow_assets from public;
grant execute on function narrow_assets to plimsoll_assets;

-- Assets that may be one of these, for who sees all: with equal name and kind, an address, or an identifier in common.
create function likely_duplicates(of_assets text[], most integer)
  returns table (asset_id text, id text, reasons text[])
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, found.id, found.reasons from asset a cross join lateral (
      select o.id, why.reasons from asset o cross join lateral (select array_remove(array[
          case when o.kind = a.kind and lower(o.name) = lower(a.name) then 'NAME' end,
          case when o.addresses && a.addresses then 'ADDRESS' end,
          case when o.external_id = a.external_id then 'EXTERNAL_ID' end], null) as reasons) as why
       where o.id <> a.id and o.status <> 'RETIRED'
         and (o.kind = a.kind and lower(o.name) = lower(a.name) or o.addresses && a.addresses
           or o.external_id = a.external_id)
       order by cardinality(why.reasons) desc, o.id limit most) as found
   where viewer_sees_all() and a.id = any(of_assets) and a.status <> 'RETIRED'
$$;
revoke all on function likely_duplicates from public;
grant execute on function likely_duplicates to plimsoll_assets;
`;

/**
 * Of each asset that turned out to be another one, which, and who said so; \`into_id\` is never another duplicate,
 * \`merged_into_id\` is the one it was merged into. Whoever places an asset, or says what an incident did to it, keeps
 * merges from being noted until it commits: so a merge finds all that was named before, and what comes later follows.
 */
const MERGES = `
create table asset_merge (
  duplicate_id text primary key references asset,
  into_id text not null references asset,
  merged_into_id text not null references asset,
  merged_at timestamptz not null,
  actor_id text,
  reason text not null,
  change_id text,
  moved jsonb not null,
  check (duplicate_id <> into_id)
);
create index on asset_merge (into_id);
create index on asset_merge (merged_into_id);
alter table asset_merge enable row level security;
create policy everything on asset_merge for all using ((select viewer_sees_all()));

create function current_asset(asset_id text) returns text language sql stable
  security definer set search_path = public, pg_temp as $$
  select coalesce((select m.into_id from asset_merge m where m.duplicate_id = current_asset.asset_id), asset_id)
$$;

create function assets_named(of_source text, names text[]) returns table (external_id text, id text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.external_id, coalesce(m.into_id, a.id) from asset a left join asset_merge m on m.duplicate_id = a.id
   where a.source = of_source and a.external_id = any(names)
$$;
revoke all on function assets_named from public;
grant execute on function assets_named to plimsoll_assets;

create function follow_asset_merge() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  lock table asset_merge in share mode;
  new.asset_id := current_asset(new.asset_id);
  return new;
end $$;
create trigger follow_asset_merge before insert on placement for each row execute function follow_asset_merge();
create trigger follow_asset_merge before insert on incident_impact for each row
  when (new.asset_id is not null) execute function follow_asset_merge();
`;
