import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Contacts are activated and deactivated. */
export class ActivateContacts1790000000082 implements MigrationInterface {
  name = 'ActivateContacts1790000000082';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contact add active boolean not null default true');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('alter table contact drop active');
  }
}
