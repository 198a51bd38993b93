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
      -- One row a noun and day; the first of a service for a request stand.
      create table record_comparison_count (
        number integer not null references record_comparison,
        producer text not null,
        noun text not null,
        day date,
        position bigint not null,
        compared_at timestamptz not null,
        told_count integer not null,
        kept_count integer not null,
        agrees boolean not null,
        unique nulls not distinct (number, producer, noun, day)
      );
      alter table record_comparison enable row level security;
      alter table record_comparison_count enable row level security;
      create policy writing on record_comparison for all using ((select viewer_sees_all()));
      create policy writing on record_comparison_count for all using ((select viewer_sees_all()));`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table record_comparison_count, record_comparison');
  }
}
