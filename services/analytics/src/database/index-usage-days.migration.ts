import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Whoever uses less than before is looked for among all customers: by day. */
export class IndexUsageDays1790000000481 implements MigrationInterface {
  name = 'IndexUsageDays1790000000481';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index usage_day_day on usage_day (day)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index usage_day_day');
  }
}
