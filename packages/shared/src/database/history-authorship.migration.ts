import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The history says why a change was made, who asked for it, and in which request. */
export class HistoryAuthorship1700000000001 implements MigrationInterface {
  name = 'HistoryAuthorship1700000000001';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table history add reason text, add subject text, add request_id text');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table history drop reason, drop subject, drop request_id');
  }
}
