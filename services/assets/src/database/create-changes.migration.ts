import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes: what is to be done to which assets, when, and how far it is. */
export class CreateChanges1790000000110 implements MigrationInterface {
  name = 'CreateChanges1790000000110';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(CHANGES);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table change_asset, change;
      drop function note_change_assets;
    `);
  }
}

/** `change_asset` repeats `asset_ids` row by row: the database keeps it so, and with it that each asset exists. */
const CHANGES = `
create table change (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  title text not null,
  description text,
  kind text not null check (kind in ('STANDARD', 'NORMAL', 'EMERGENCY')),
  status text not null check (status in
    ('DRAFT', 'ASSESSED', 'IN_REVIEW', 'APPROVED', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED', 'CANCELLED')),
  outcome text check (outcome in ('SUCCEEDED', 'SUCCEEDED_WITH_ISSUES', 'FAILED', 'ROLLED_BACK')),
  asset_ids text[] not null default '{}',
  window_from timestamptz,
  window_to timestamptz check (window_to > window_from),
  expected_state text not null check (expected_state in ('UP', 'AT_RISK', 'DEGRADED', 'DOWN')),
  notice_given_at timestamptz,
  started_at timestamptz,
  ended_at timestamptz check (ended_at >= started_at),
  requested_by text,
  reviewed_by text,
  review_comment text,
  rollback_plan text,
  unique (source, external_id),
  constraint change_window_is_whole check ((window_from is null) = (window_to is null)),
  constraint change_outcome_when_completed check (outcome is null or status = 'COMPLETED'),
  constraint change_in_progress_has_started check (status <> 'IN_PROGRESS' or started_at is not null)
);
create index on change (window_from, id);
create index on change (window_to) where status in ('APPROVED', 'SCHEDULED', 'IN_PROGRESS');
create index on change (status);

create table change_asset (
  change_id text not null references change on delete cascade,
  asset_id text not null references asset,
  primary key (change_id, asset_id)
);
create index on change_asset (asset_id);

create function note_change_assets() returns trigger language plpgsql as $$
begin
  delete from change_asset where change_id = new.id and asset_id <> all (new.asset_ids);
  insert into change_asset (change_id, asset_id)
    select distinct new.id, given.id from unnest(new.asset_ids) as given(id) on conflict do nothing;
  return null;
end $$;
create trigger note_change_assets after insert or update on change for each row execute function note_change_assets();
`;

/** Resellers and contacts see what has been approved for an asset they see; nobody but staff writes. */
const TENANCY = `
alter table change enable row level security;
create policy writing on change for all using ((select viewer_sees_all()));
create policy reading on change for select using ((select is_signed_in())
  and status in ('APPROVED', 'SCHEDULED', 'IN_PROGRESS', 'COMPLETED')
  and exists (select 1 from change_asset ca where ca.change_id = change.id));

alter table change_asset enable row level security;
create policy writing on change_asset for all using ((select viewer_sees_all()));
create policy reading on change_asset for select using ((select is_signed_in())
  and exists (select 1 from asset a where a.id = asset_id));
`;
