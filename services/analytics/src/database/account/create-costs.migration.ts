import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the company spent, on what; its own records, not copies: an emptying of the copies leaves them. */
export class CreateCosts1790000000480 implements MigrationInterface {
  name = 'CreateCosts1790000000480';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cost_record (
        id text primary key,
        version integer not null,
        external_id text,
        source text,
        date date not null,
        kind text not null,
        amount numeric not null,
        currency text not null,
        asset_id text,
        queue_id text,
        product_id text,
        customer_id text,
        unique (source, external_id)
      );
      create index on cost_record (date);
      create index on cost_record (customer_id) where customer_id is not null;
      alter table cost_record enable row level security;
      create policy writing on cost_record for all using ((select viewer_sees_all()));
      create policy reading on cost_record for select using ((select viewer_reads_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table cost_record');
  }
}
