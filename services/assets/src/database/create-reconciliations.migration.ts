import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Feeds of what exists, beside what is on record: their rows, and the differences that were planned from them. */
export class CreateReconciliations1790000000230 implements MigrationInterface {
  name = 'CreateReconciliations1790000000230';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table reconciliation_difference, reconciliation_row, reconciliation');
  }
}

const TABLES = `
create table reconciliation (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  feed_source text not null,
  nouns text[] not null check (cardinality(nouns) > 0 and nouns <@ array['ASSET', 'DEPENDENCY', 'PLACEMENT']),
  asset_kinds text[] not null default '{}',
  location text,
  tag text,
  status text not null check (status in ('COLLECTING', 'PLANNED', 'APPLIED', 'DISCARDED')),
  started_by text,
  started_at timestamptz not null,
  planned_at timestamptz,
  applied_at timestamptz,
  change_id text references change,
  problems jsonb not null default '[]' check (jsonb_typeof(problems) = 'array'),
  problem_count integer not null default 0,
  unique (source, external_id),
  constraint reconciliation_is_planned check (status not in ('PLANNED', 'APPLIED') or planned_at is not null),
  constraint reconciliation_is_applied check ((status = 'APPLIED') = (applied_at is not null and change_id is not null))
);
create index on reconciliation (started_at, id);

create table reconciliation_row (
  reconciliation_id text not null references reconciliation on delete cascade,
  noun text not null check (noun in ('ASSET', 'DEPENDENCY', 'PLACEMENT')),
  key text not null,
  line integer not null,
  cells jsonb not null check (jsonb_typeof(cells) = 'object'),
  fault text,
  primary key (reconciliation_id, noun, key)
);

create table reconciliation_difference (
  id text primary key,
  reconciliation_id text not null references reconciliation on delete cascade,
  noun text not null check (noun in ('ASSET', 'DEPENDENCY', 'PLACEMENT')),
  kind text not null check (kind in ('NEW', 'GONE', 'DRIFTED')),
  name text not null,
  record_id text,
  record_version integer,
  fields jsonb not null check (jsonb_typeof(fields) = 'array'),
  target jsonb not null check (jsonb_typeof(target) = 'object'),
  selected boolean not null default true,
  check ((record_id is null) = (record_version is null)),
  check (kind = 'NEW' or record_id is not null)
);
create index on reconciliation_difference (reconciliation_id, id);

do $$
declare name text;
begin
  foreach name in array array['reconciliation', 'reconciliation_row', 'reconciliation_difference'] loop
    execute format('alter table %I enable row level security', name);
    execute format('create policy staff on %I for all using ((select viewer_sees_all()))', name);
  end loop;
end $$;
`;
