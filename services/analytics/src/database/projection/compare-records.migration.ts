import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What services have on record, as they counted it, beside what was kept of it from their events. */
export class CompareRecords1790000000421 implements MigrationInterface {
  name = 'CompareRecords1790000000421';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table record_comparison (
        number integer generated always as identity primary key,
        requested_by text not null,
        requested_at timestamptz not null
      );
      -- The first answer of a service to a request stands: what it counted, and what of it differs by noun and day.
      create table record_comparison_answer (
        number integer not null references record_comparison,
        producer text not null,
        position bigint not null,
        compared_at timestamptz not null,
        record_count bigint not null,
        differences jsonb not null,
        primary key (number, producer)
      );
      alter table record_comparison enable row level security;
      alter table record_comparison_answer enable row level security;
      create policy writing on record_comparison for all using ((select viewer_sees_all()));
      create policy writing on record_comparison_answer for all using ((select viewer_sees_all()));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table record_comparison_answer, record_comparison');
  }
}
