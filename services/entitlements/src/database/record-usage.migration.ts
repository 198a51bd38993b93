import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What customers used, as products measured it. */
export class RecordUsage1790000000095 implements MigrationInterface {
  name = 'RecordUsage1790000000095';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table usage_record (
        id text primary key,
        source text not null,
        customer_id text not null references customer,
        at timestamptz not null,
        metric text not null,
        value numeric not null,
        contact_id text references contact,
        component text,
        path text,
        unique (customer_id, metric, at, value)
      );
      create index on usage_record (at, id);
      create index on usage_record (customer_id, at, id);
      create index on usage_record (contact_id) where contact_id is not null;

      alter table usage_record enable row level security;
      create policy reading on usage_record for select using ((select viewer_sees_all())
        or customer_id = (select viewer_customer())
        or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id));
      create policy writing on usage_record for all using ((select viewer_sees_all()));
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table usage_record');
  }
}
