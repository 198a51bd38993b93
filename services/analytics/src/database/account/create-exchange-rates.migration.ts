import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Copies of exchange rates, for every viewer who is somebody: they belong to nobody. */
export class CreateExchangeRates1790000000210 implements MigrationInterface {
  name = 'CreateExchangeRates1790000000210';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table exchange_rate (
        id text primary key,
        version integer not null,
        date date not null,
        from_currency text not null,
        to_currency text not null,
        rate numeric not null check (rate > 0),
        changed_xid xid8 not null default pg_current_xact_id()
      );
      create index on exchange_rate (changed_xid);
      alter table exchange_rate enable row level security;
      create policy writing on exchange_rate for all using ((select viewer_sees_all()));
      create policy reading on exchange_rate for select using ((select viewer_kind()) <> 'NOBODY');
      create policy reading on account_generation for select using ((select viewer_kind()) <> 'NOBODY');
    `);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop policy reading on account_generation; drop table exchange_rate');
  }
}
