import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Releases over environments and regions, their rollouts, and what deployers tell of them. */
export class CreateReleases1790000000280 implements MigrationInterface {
  name = 'CreateReleases1790000000280';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(RELEASES);
    await runner.query(ROLLOUTS);
    await runner.query(DEPLOYERS);
    for (const table of TABLES) {
      await runner.query(`
        alter table ${table} enable row level security;
        create policy staff on ${table} for all using ((select viewer_sees_all()));
      `);
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table deployer_event, deployer_rule, rollout_asset, rollout, release_asset, release_stage cascade;
      alter table change drop constraint change_release_exists;
      drop table release, environment;
      drop function note_rollout_assets, note_release_parts;
    `);
  }
}

/** Of staff alone: what is released where is no business of resellers and contacts. */
const TABLES = [
  'environment',
  'release',
  'release_stage',
  'release_asset',
  'rollout',
  'rollout_asset',
  'deployer_rule',
  'deployer_event',
];

/**
 * `release_stage` and `release_asset` repeat what is in `release` row by row: the database keeps them so, and with
 * them that each environment and asset exists. Which release a change is part of stands with the change.
 */
const RELEASES = `
create table environment (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  name text not null,
  description text,
  position integer not null check (position > 0),
  production boolean not null,
  regions text[] not null default '{}',
  unique (source, external_id)
);
create unique index environment_name_is_unique on environment (lower(name));
create index on environment (position, id);

create table release (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  name text not null,
  tag text,
  commit_id text,
  product_id text,
  asset_ids text[] not null default '{}',
  stages jsonb not null default '[]',
  decisions jsonb not null default '[]',
  status text not null check (status in
    ('PLANNED', 'IN_PROGRESS', 'RELEASED', 'FAILED', 'ROLLED_BACK', 'CANCELLED')),
  notes text,
  url text,
  created_at timestamptz not null,
  created_by text,
  unique (source, external_id)
);
create index on release (created_at, id);
create index on release (name, id);

create table release_stage (
  release_id text not null references release on delete cascade,
  position integer not null check (position > 0),
  environment_id text not null references environment,
  region text,
  primary key (release_id, position),
  constraint release_has_each_stage_once unique nulls not distinct (release_id, environment_id, region)
    deferrable initially deferred
);
create index on release_stage (environment_id);

create table release_asset (
  release_id text not null references release on delete cascade,
  asset_id text not null references asset,
  primary key (release_id, asset_id)
);
create index on release_asset (asset_id);

alter table change add constraint change_release_exists foreign key (release_id) references release;
create index on change (release_id) where release_id is not null;

create function note_release_parts() returns trigger language plpgsql as $$
begin
  if tg_op = 'INSERT' or new.stages is distinct from old.stages then
    delete from release_stage where release_id = new.id;
    insert into release_stage (release_id, position, environment_id, region)
      select new.id, given.position, given."environmentId", given.region
        from jsonb_to_recordset(new.stages) as given(position integer, "environmentId" text, region text);
  end if;
  delete from release_asset where release_id = new.id and asset_id <> all (new.asset_ids);
  insert into release_asset (release_id, asset_id)
    select distinct new.id, given.id from unnest(new.asset_ids) as given(id) on conflict do nothing;
  return null;
end $$;
create trigger note_release_parts after insert or update on release for each row execute function note_release_parts();
`;

/**
 * A rollout's status is what its instants and outcomes say. `rollout_asset` is what it brought to run where: from
 * its success until it is rolled back; of what runs at one place at an instant, the latest counts.
 */
const ROLLOUTS = `
create table rollout (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  release_id text not null references release,
  stage integer not null check (stage > 0),
  environment_id text not null references environment,
  region text,
  asset_ids text[] not null default '{}',
  change_id text references change,
  status text not null,
  started_at timestamptz not null,
  started_by text,
  outcome text check (outcome in ('SUCCEEDED', 'FAILED')),
  ended_at timestamptz check (ended_at >= started_at),
  rollback_started_at timestamptz check (rollback_started_at >= ended_at),
  rollback_outcome text check (rollback_outcome in ('SUCCEEDED', 'FAILED')),
  rollback_ended_at timestamptz check (rollback_ended_at >= rollback_started_at),
  rollback_reason text,
  bypassed_gates jsonb not null default '[]',
  override_reason text,
  url text,
  unique (source, external_id),
  constraint rollout_ends_with_an_outcome check ((outcome is null) = (ended_at is null)),
  constraint rollback_ends_with_an_outcome check ((rollback_outcome is null) = (rollback_ended_at is null)),
  constraint rollback_follows_the_end check (rollback_started_at is null or ended_at is not null),
  constraint rollback_end_follows_its_start check (rollback_ended_at is null or rollback_started_at is not null),
  constraint rollout_status_is_what_happened check (status = case
    when rollback_outcome = 'SUCCEEDED' then 'ROLLED_BACK'
    when rollback_outcome = 'FAILED' then 'ROLLBACK_FAILED'
    when rollback_started_at is not null then 'ROLLING_BACK'
    else coalesce(outcome, 'IN_PROGRESS') end)
);
create index on rollout (release_id, stage, started_at, id);
create index on rollout (environment_id, started_at, id);
create index on rollout (started_at, id);
create index on rollout (change_id) where change_id is not null;

create table rollout_asset (
  rollout_id text not null references rollout on delete cascade,
  asset_id text not null references asset,
  release_id text not null references release,
  environment_id text not null references environment,
  region text,
  ran_from timestamptz not null,
  ran_to timestamptz,
  primary key (rollout_id, asset_id)
);
create index on rollout_asset (asset_id, environment_id, region, ran_from, rollout_id);
create index on rollout_asset (environment_id, asset_id);
create index on rollout_asset (release_id);

create function note_rollout_assets() returns trigger language plpgsql as $$
begin
  delete from rollout_asset where rollout_id = new.id;
  if new.outcome = 'SUCCEEDED' then
    insert into rollout_asset (rollout_id, asset_id, release_id, environment_id, region, ran_from, ran_to)
      select distinct new.id, given.id, new.release_id, new.environment_id, new.region, new.ended_at,
             case when new.rollback_outcome = 'SUCCEEDED' then new.rollback_ended_at end
        from unnest(new.asset_ids) as given(id);
  end if;
  return null;
end $$;
create trigger note_rollout_assets after insert or update on rollout for each row execute function note_rollout_assets();
`;

/** A delivery is kept once, whatever came of it; of its body only what rules ask about, which names nobody. */
const DEPLOYERS = `
create table deployer_rule (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  name text not null,
  position integer not null check (position > 0),
  active boolean not null,
  deployer text not null check (deployer in ('GITHUB', 'CLOUD_EVENTS')),
  events text[] not null check (cardinality(events) > 0 and events <@ '{RELEASE,DEPLOYMENT,WORKFLOW_RUN}'),
  repository text not null,
  deployer_environment text,
  workflow text,
  release_name text not null,
  product_id text,
  asset_ids text[] not null default '{}',
  environment_id text references environment,
  region text,
  template_id text references change_template,
  window_minutes integer not null check (window_minutes > 0),
  unique (source, external_id)
);
create index on deployer_rule (position, id);

create table deployer_event (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  deployer text not null check (deployer in ('GITHUB', 'CLOUD_EVENTS')),
  delivery_id text not null,
  type text not null,
  received_at timestamptz not null,
  facts jsonb,
  outcome text not null check (outcome in ('APPLIED', 'IGNORED', 'REFUSED')),
  reason text,
  rule_id text references deployer_rule,
  release_id text references release,
  rollout_id text references rollout,
  change_id text references change,
  unique (source, external_id),
  constraint deployer_event_is_kept_once unique (deployer, delivery_id)
);
create index on deployer_event (received_at, id);
create index on deployer_event (outcome, received_at, id);
create index on deployer_event (release_id, received_at, id) where release_id is not null;
create index on deployer_event (deployer, (facts ->> 'key')) where change_id is not null;
`;
