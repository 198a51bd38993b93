import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Models of who leaves, as they were learnt. */
export class CreateChurnModels1790000000431 implements MigrationInterface {
  name = 'CreateChurnModels1790000000431';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- What was learnt of the company's own history of losses, and how well it does; the last one is in use, if it may be.
      create table churn_model (
        id bigint generated always as identity primary key,
        trained_at timestamptz not null,
        model jsonb not null
      );
      create index on churn_model (trained_at);
      alter table churn_model enable row level security;
      create policy writing on churn_model for all using ((select viewer_sees_all()));
      create policy reading on churn_model for select using ((select viewer_reads_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table churn_model');
  }
}
