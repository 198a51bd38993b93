import type { MigrationInterface, QueryRunner } from 'typeorm';

/** On-call rotations with their layers, overrides, and the gaps that were found ahead. */
export class KeepOnCall1790000000350 implements MigrationInterface {
  name = 'KeepOnCall1790000000350';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ON_CALL);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table on_call_gap, on_call_override, on_call_rotation');
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  unique (source, external_id)`;

const ON_CALL = `
create table on_call_rotation (${KEPT},
  name text not null,
  team_id text references team,
  time_zone text not null,
  wanted_hours jsonb check (jsonb_typeof(wanted_hours) in ('array', 'null')),
  layers jsonb not null check (jsonb_typeof(layers) = 'array'),
  active boolean not null default true,
  constraint on_call_rotation_name_key unique (name)
);
create index on on_call_rotation (team_id);
create index on_call_rotation_layers on on_call_rotation using gin (layers jsonb_path_ops);

create table on_call_override (${KEPT},
  rotation_id text not null references on_call_rotation,
  layer text not null,
  person_id text not null,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null check (to_at > from_at),
  reason text,
  cancelled_at timestamptz(3)
);
create index on on_call_override (rotation_id, to_at);
create index on on_call_override (person_id, to_at);

create table on_call_gap (${KEPT},
  rotation_id text not null references on_call_rotation,
  from_at timestamptz(3) not null,
  to_at timestamptz(3) not null check (to_at > from_at),
  found_at timestamptz(3) not null,
  closed_at timestamptz(3)
);
create unique index on_call_gap_open on on_call_gap (rotation_id, from_at) where closed_at is null;
create index on on_call_gap (rotation_id, from_at, id);

do $$
declare noun text;
begin
  foreach noun in array array['on_call_rotation', 'on_call_override', 'on_call_gap'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;
`;
