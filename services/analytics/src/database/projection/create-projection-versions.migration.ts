import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which version of each projection the tables were built by, and each time that they were built anew. */
export class CreateProjectionVersions1790000000420 implements MigrationInterface {
  name = 'CreateProjectionVersions1790000000420';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table projection_version (
        name text primary key,
        version integer not null,
        built_at timestamptz not null
      );
      create table projection_rebuild (
        number integer generated always as identity primary key,
        status text not null check (status in ('REQUESTED', 'RUNNING', 'COMPLETED', 'REFUSED', 'FAILED')),
        -- Who asked for it; null where the code is of another version than the tables.
        requested_by text,
        requested_at timestamptz not null,
        started_at timestamptz,
        finished_at timestamptz,
        versions jsonb not null,
        -- Of the tables that are built: others than these are built from the start.
        shape text,
        differences jsonb not null default '[]',
        failure text
      );
      -- One at a time.
      create unique index projection_rebuild_unfinished on projection_rebuild ((true)) where finished_at is null;
      alter table projection_version enable row level security;
      alter table projection_rebuild enable row level security;
      create policy writing on projection_version for all using ((select viewer_sees_all()));
      create policy writing on projection_rebuild for all using ((select viewer_sees_all()));
      create policy reading on projection_version for select using ((select viewer_reads_all()));
      create policy reading on projection_rebuild for select using ((select viewer_reads_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table projection_version, projection_rebuild');
  }
}
