import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Tickets about an asset that turned out to be another one are about that one. */
export class FollowAssetMerges1790000000220 implements MigrationInterface {
  name = 'FollowAssetMerges1790000000220';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MERGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop trigger follow_asset_merge on ticket;
      drop trigger follow_asset_merge_later on ticket;
      drop function follow_asset_merge, current_assets;
      drop table asset_merge;
    `);
  }
}

/**
 * Of each asset that turned out to be another one, which; never another duplicate. Whoever names assets keeps merges from
 * being noted until it commits: so a merge finds all that was named before, and what comes later follows.
 */
const MERGES = `
create table asset_merge (
  duplicate_id text primary key,
  into_id text not null
);
create index on asset_merge (into_id);
alter table asset_merge enable row level security;
create policy everything on asset_merge for all using ((select viewer_sees_all()));

create function current_assets(asset_ids text[]) returns text[] language sql stable
  security definer set search_path = public, pg_temp as $$
  select coalesce(array_agg(current.id order by current.place), '{}') from (
      select coalesce(m.into_id, given.id) as id, min(given.place) as place
        from unnest(asset_ids) with ordinality as given(id, place)
        left join asset_merge m on m.duplicate_id = given.id group by 1) as current
$$;

create function follow_asset_merge() returns trigger language plpgsql
  security definer set search_path = public, pg_temp as $$
begin
  lock table asset_merge in share mode;
  new.asset_ids := current_assets(new.asset_ids);
  return new;
end $$;
create trigger follow_asset_merge before insert on ticket for each row
  when (new.asset_ids <> '{}') execute function follow_asset_merge();
create trigger follow_asset_merge_later before update of asset_ids on ticket for each row
  when (new.asset_ids is distinct from old.asset_ids and new.asset_ids <> '{}')
  execute function follow_asset_merge();
`;
