import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What was proposed, decided and issued of service credits; records of its own: an emptying of the copies leaves them. */
export class KeepServiceCredits1790000000441 implements MigrationInterface {
  name = 'KeepServiceCredits1790000000441';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLE);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table service_credit_record');
  }
}

const TABLE = `
create table service_credit_record (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  customer_id text not null,
  product_id text not null,
  agreement_id text not null,
  -- YYYY-MM, of the customer's time zone.
  month text not null,
  currency text not null,
  -- What this record adds to those before it; below zero where it takes back.
  amount numeric not null check (amount <> 0),
  -- What the ledger owed in all when it was proposed, and the uptime and percentage that follow from; null by hand.
  owed numeric,
  uptime numeric,
  credit_percent numeric,
  -- The ledger as it stood then is what it rests on.
  ledger_as_of timestamptz not null,
  -- The incidents whose restatement made a difference to what was proposed before.
  restated_by text[] not null default '{}',
  origin text not null check (origin in ('LEDGER', 'HAND')),
  status text not null check (status in ('PROPOSED', 'APPROVED', 'ISSUED', 'REJECTED')),
  note text,
  proposed_at timestamptz not null,
  proposed_by_id text,
  decided_at timestamptz,
  decided_by_id text,
  decision_note text,
  issued_at timestamptz,
  issued_by_id text,
  -- The number of the credit note.
  reference text,
  unique (source, external_id),
  check ((decided_at is not null) = (status <> 'PROPOSED')),
  check ((issued_at is not null) = (status = 'ISSUED')),
  check (origin <> 'HAND' or status not in ('APPROVED', 'ISSUED') or decided_by_id is distinct from proposed_by_id)
);
create index on service_credit_record (customer_id, month);
create index on service_credit_record (month);
create index on service_credit_record (proposed_at) where status = 'PROPOSED';
`;

/** Customers and their resellers see what was issued. */
const TENANCY = `
alter table service_credit_record enable row level security;
create policy writing on service_credit_record for all using ((select viewer_sees_all()));
create policy reading on service_credit_record for select using ((select viewer_reads_all())
  or status = 'ISSUED' and customer_id in (select c.id from customer c));
`;
