import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How changes are carried out and looked back on: procedures, plans that follow them, templates, reviews. */
export class CreateProcedures1790000000270 implements MigrationInterface {
  name = 'CreateProcedures1790000000270';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(PROCEDURES);
    await runner.query(PLANS);
    await runner.query(TEMPLATES);
    await runner.query(REVIEWS);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table review_action, change_review, change_template, plan_step, maintenance_plan;
      alter table standard_procedure drop constraint standard_procedure_published_version;
      drop table procedure_version, standard_procedure;
      drop function refuse_change_of_version;
    `);
  }
}

/** A procedure's row is its working copy. What was published is kept version by version and never changes. */
const PROCEDURES = `
create table standard_procedure (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  name text not null,
  purpose text,
  status text not null check (status in ('DRAFT', 'PUBLISHED', 'RETIRED')),
  steps jsonb not null check (jsonb_typeof(steps) = 'array'),
  published_version integer,
  edited boolean not null,
  unique (source, external_id),
  constraint standard_procedure_is_published check (status <> 'PUBLISHED' or published_version is not null)
);
create unique index standard_procedure_name on standard_procedure (lower(name)) where status <> 'RETIRED';

create table procedure_version (
  procedure_id text not null references standard_procedure,
  version integer not null check (version > 0),
  name text not null,
  purpose text,
  steps jsonb not null,
  published_at timestamptz not null,
  published_by text,
  note text,
  primary key (procedure_id, version)
);
alter table standard_procedure add constraint standard_procedure_published_version
  foreign key (id, published_version) references procedure_version (procedure_id, version);

create function refuse_change_of_version() returns trigger language plpgsql as $$
begin
  raise exception 'a published version of a procedure never changes' using errcode = '23001';
end $$;
create trigger immutable before update or delete on procedure_version
  for each row execute function refuse_change_of_version();
create trigger immutable_as_a_whole before truncate on procedure_version
  for each statement execute function refuse_change_of_version();
`;

/** A change has one plan at a time; one that another took the place of stays on record. */
const PLANS = `
create table maintenance_plan (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  change_id text not null references change,
  procedure_id text not null,
  procedure_version integer not null,
  made_at timestamptz not null,
  replaced boolean not null default false,
  foreign key (procedure_id, procedure_version) references procedure_version (procedure_id, version),
  unique (source, external_id)
);
create unique index maintenance_plan_of_change on maintenance_plan (change_id) where not replaced;
create index on maintenance_plan (procedure_id, id);

create table plan_step (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  plan_id text not null references maintenance_plan,
  position integer not null check (position > 0),
  status text not null check (status in ('PENDING', 'DONE', 'FAILED', 'SKIPPED')),
  ticked_by text,
  ticked_at timestamptz,
  result text,
  evidence_url text,
  unique (plan_id, position),
  unique (source, external_id),
  constraint plan_step_pending_is_blank check
    (status <> 'PENDING' or coalesce(ticked_by, result, evidence_url) is null and ticked_at is null),
  constraint plan_step_ticked_has_instant check (status = 'PENDING' or ticked_at is not null)
);
`;

const TEMPLATES = `
create table change_template (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  name text not null,
  description text,
  status text not null check (status in ('DRAFT', 'APPROVED', 'RETIRED')),
  procedure_id text references standard_procedure,
  rollback_plan text,
  asset_kinds text[] not null default '{}',
  most_assets integer not null check (most_assets between 1 and 1000),
  longest_window text not null,
  worst_state text not null check (worst_state in ('UP', 'AT_RISK', 'DEGRADED', 'DOWN')),
  written_by text,
  approved_by text,
  approved_at timestamptz,
  unique (source, external_id),
  constraint change_template_is_approved check ((status = 'APPROVED') <= (approved_at is not null))
);
create unique index change_template_name on change_template (lower(name)) where status <> 'RETIRED';
`;

const REVIEWS = `
create table change_review (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  change_id text not null references change,
  status text not null check (status in ('DRAFT', 'COMPLETED')),
  objectives_met boolean,
  summary text,
  went_well text,
  went_wrong text,
  lessons text,
  participant_ids text[] not null default '{}',
  written_by text,
  completed_by text,
  completed_at timestamptz,
  unique (change_id),
  unique (source, external_id),
  constraint change_review_is_completed check ((status = 'COMPLETED') = (completed_at is not null)),
  constraint change_review_completed_says_what check
    (status <> 'COMPLETED' or objectives_met is not null and summary is not null)
);

create table review_action (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  review_id text not null references change_review,
  text text not null,
  owner_id text,
  due_on date,
  status text not null check (status in ('OPEN', 'DONE', 'DROPPED')),
  result text,
  closed_at timestamptz,
  unique (source, external_id),
  constraint review_action_closed_has_instant check ((status = 'OPEN') = (closed_at is null))
);
create index on review_action (review_id, id);
create index on review_action (due_on, id) where status = 'OPEN';
`;

/** Staff alone. */
const TENANCY = [
  'standard_procedure',
  'procedure_version',
  'maintenance_plan',
  'plan_step',
  'change_template',
  'change_review',
  'review_action',
]
  .map(
    (table) => `
alter table ${table} enable row level security;
create policy everything on ${table} for all using ((select viewer_sees_all()));`,
  )
  .join('');
