import type { MigrationInterface, QueryRunner } from 'typeorm';

/** When changes may be made and when not, where pods are, and an index to find changes by their time. */
export class KeepChangeCalendar1790000000250 implements MigrationInterface {
  name = 'KeepChangeCalendar1790000000250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table maintenance_window (${ENTRY});
      create table change_freeze (${ENTRY},
        allows_emergency boolean not null
      );
      create index on maintenance_window (starts_at) where withdrawn_at is null;
      create index on change_freeze (starts_at) where withdrawn_at is null;
    `);
    await runner.query(`
      alter table maintenance_window enable row level security;
      create policy writing on maintenance_window for all using ((select viewer_sees_all()));
      alter table change_freeze enable row level security;
      create policy writing on change_freeze for all using ((select viewer_sees_all()));
    `);
    await runner.query(`
      alter table pod add region text;
      create index change_planned_time on change using gist (tstzrange(window_from, window_to))
        where status not in ('COMPLETED', 'CANCELLED');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index change_planned_time;
      alter table pod drop region;
      drop table change_freeze, maintenance_window;
    `);
  }
}

const ENTRY = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  name text not null,
  description text,
  starts_at timestamptz not null,
  duration text not null,
  time_zone text not null,
  recurrence text,
  exceptions timestamptz[] not null default '{}',
  kinds text[] not null default '{}',
  tags text[] not null default '{}',
  asset_ids text[] not null default '{}',
  locations text[] not null default '{}',
  regions text[] not null default '{}',
  withdrawn_at timestamptz,
  unique (source, external_id),
  check (recurrence is not null or exceptions = '{}')`;
