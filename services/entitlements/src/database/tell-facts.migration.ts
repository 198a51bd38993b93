import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What others are told of measurements and of what happened to subscriptions has versions: the highest one counts. */
export class TellFacts1790000000410 implements MigrationInterface {
  name = 'TellFacts1790000000410';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table usage_record add version integer not null default 1;
      create sequence subscription_event_version;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop sequence subscription_event_version;
      alter table usage_record drop version;
    `);
  }
}
