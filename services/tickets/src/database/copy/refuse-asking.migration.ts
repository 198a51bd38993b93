import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who may ask for support no longer: deactivated contacts, and customers whose cases are used up. */
export class RefuseAsking1790000000081 implements MigrationInterface {
  name = 'RefuseAsking1790000000081';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table contact add active boolean not null default true;
      create table case_allowance (
        id text primary key,
        version integer not null check (version > 0),
        allowed integer,
        refused boolean not null
      );
      alter table case_allowance enable row level security;
      create policy reading on case_allowance for select using ((select viewer_sees_all())
        or exists (select 1 from customer c where c.id = case_allowance.id));
      create policy writing on case_allowance for all using ((select viewer_sees_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table case_allowance; alter table contact drop active');
  }
}
