import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finds what preceded a customer's going by the customer and the time, and counts a customer's day once. */
export class HastenChurn1790000000430 implements MigrationInterface {
  name = 'HastenChurn1790000000430';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      -- Whether the row stands for its customer's day: one of them does, whatever currencies the customer pays in.
      alter table revenue_movement add leads boolean not null default true;
      create index ticket_customer_end on ticket (customer_id, (coalesce(resolved_at, closed_at, 'infinity')));
      create index sla_clock_customer_breach on sla_clock (customer_id, breached_at) where breached_at is not null;
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop index ticket_customer_end, sla_clock_customer_breach;
      alter table revenue_movement drop leads;
    `);
  }
}
