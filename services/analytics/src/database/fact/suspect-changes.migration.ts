import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes on what an incident rests on, as assets tells with the incident. */
export class SuspectChanges1790000000461 implements MigrationInterface {
  name = 'SuspectChanges1790000000461';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- By incident: [{ changeId, hops }], the dependencies between what is hit and what was changed.
      create table incident_suspects (id text primary key, version integer not null, suspects jsonb not null);
      alter table incident_suspects enable row level security;
      create policy writing on incident_suspects for all using ((select viewer_sees_all()));
      create policy reading on incident_suspects for select using ((select viewer_reads_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table incident_suspects');
  }
}
