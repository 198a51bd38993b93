import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told of redundancy trials, and the trials as such. */
export class TryRedundancy1790000000470 implements MigrationInterface {
  name = 'TryRedundancy1790000000470';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- One row an asset or group of which something was told: 'asset', or 'consumer/group'.
      create table redundancy_trial (
        candidate_id text primary key,
        told_hash text not null,
        told_version integer not null check (told_version > 0),
        is_sparing boolean not null
      );

      create table redundancy_trial_run (
        number integer primary key check (number > 0),
        completed_at timestamptz not null,
        replayed_from timestamptz not null,
        replayed_to timestamptz not null,
        incident_count integer not null,
        tried_count integer not null,
        untried_count integer not null,
        sparing_count integer not null
      );

      alter table redundancy_trial enable row level security;
      create policy everything on redundancy_trial for all using ((select viewer_sees_all()));
      alter table redundancy_trial_run enable row level security;
      create policy everything on redundancy_trial_run for all using ((select viewer_sees_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table redundancy_trial_run, redundancy_trial');
  }
}
