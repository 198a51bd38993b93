import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Resellers see the customers of those below them: a customer's copy names its reseller and all above it. One that is
 * older names the reseller alone, and is seen by it as before.
 */
export class ShowCustomersToResellers1790000000050 implements MigrationInterface {
  name = 'ShowCustomersToResellers1790000000050';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table customer add partner_ids text[] not null default '{}';
      create index on customer using gin (partner_ids);
      drop policy reading on customer;
      create policy reading on customer for select using ((select viewer_sees_all()) or id = (select viewer_customer())
        or partner_id = (select viewer_partner()) or partner_ids @> array[(select viewer_partner())]);
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy reading on customer;
      create policy reading on customer for select using ((select viewer_sees_all()) or id = (select viewer_customer())
        or partner_id = (select viewer_partner()));
      alter table customer drop partner_ids;
    `);
  }
}
