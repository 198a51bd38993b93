import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts are found by their mail addresses, in whatever case. */
export class FindSenders1790000000330 implements MigrationInterface {
  name = 'FindSenders1790000000330';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('create index contact_address on contact (lower(email))');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop index contact_address');
  }
}
