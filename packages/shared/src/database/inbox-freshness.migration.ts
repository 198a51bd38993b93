import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A consumer knows until when it has taken in all that happened at a producer. */
export class InboxFreshness1700000000003 implements MigrationInterface {
  name = 'InboxFreshness1700000000003';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inbox_cursor add complete_until timestamptz');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table inbox_cursor drop complete_until');
  }
}
