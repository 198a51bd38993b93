import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was told of every customer's health, day by day: it stays as it was told, whatever is learned later. */
export class KeepCustomerHealth1790000000482 implements MigrationInterface {
  name = 'KeepCustomerHealth1790000000482';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table customer_health_day (
        customer_id text not null,
        day date not null,
        -- The version of the formula.
        formula integer not null,
        score numeric not null,
        trend text not null,
        -- Values of the parts by name.
        parts jsonb not null,
        primary key (customer_id, day)
      );
      create index on customer_health_day (day, score);
      alter table customer_health_day enable row level security;
      create policy writing on customer_health_day for all using ((select viewer_sees_all()));
      -- The company's own judgement: not for the customers themselves.
      create policy reading on customer_health_day for select using ((select viewer_reads_all())
        or (select viewer_partner()) is not null and customer_id in (select c.id from customer c));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_health_day');
  }
}
