import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The ledger's lines of a customer that was merged are those of the one it was merged into. */
export class FollowCustomerMerges1790000000270 implements MigrationInterface {
  name = 'FollowCustomerMerges1790000000270';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(MERGES);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table ledger_impact drop revision;
      drop table customer_merge;
    `);
  }
}

/**
 * Of each customer that turned out to be another one, which; never another duplicate. The customers of a piece of the
 * ledger change by merges alone: `revision` counts them, so that nobody keeps an older reading in memory.
 */
const MERGES = `
create table customer_merge (
  duplicate_id text primary key,
  into_id text not null
);
create index on customer_merge (into_id);
alter table customer_merge enable row level security;
create policy everything on customer_merge for all using ((select viewer_sees_all()));

alter table ledger_impact add revision integer not null default 0;
`;
