import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What all customers used in a period is found by day. */
export class IndexUsageDays1790000000481 implements MigrationInterface {
  name = 'IndexUsageDays1790000000481';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index usage_day_day on usage_day (day)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index usage_day_day');
  }
}
