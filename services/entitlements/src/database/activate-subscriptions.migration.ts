import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A subscription that was ordered runs only once its tenant is ready, and may renew by itself. Those on record count
 * as activated on their first day.
 */
export class ActivateSubscriptions1790000000020 implements MigrationInterface {
  name = 'ActivateSubscriptions1790000000020';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table subscription add activated_at timestamptz, add auto_renew boolean not null default false;
      update subscription set activated_at = started_on, auto_renew = coalesce(term = 'MONTHLY', false);
      create index subscription_due on subscription (renews_on)
        where auto_renew and activated_at is not null and cancelled_on is null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop index subscription_due; alter table subscription drop activated_at, drop auto_renew',
    );
  }
}
