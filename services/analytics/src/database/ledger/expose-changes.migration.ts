import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What changes would cost, as last answered: from what was known then, so that a rebuilding leaves it alone. */
export class ExposeChanges1790000000360 implements MigrationInterface {
  name = 'ExposeChanges1790000000360';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table change_exposure (
        change_id text primary key,
        request integer not null,
        change_version integer not null,
        as_of timestamptz not null,
        notice_hours_needed numeric,
        planned jsonb not null,
        failed jsonb not null
      );
      alter table change_exposure enable row level security;
      create policy everything on change_exposure for all using ((select viewer_sees_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table change_exposure');
  }
}
