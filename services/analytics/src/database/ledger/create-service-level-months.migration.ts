import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Every month of every customer's product as the ledger says now, kept up to date as the ledger changes. */
export class CreateServiceLevelMonths1790000000440 implements MigrationInterface {
  name = 'CreateServiceLevelMonths1790000000440';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table service_level_month, service_level_schedule;');
  }
}

const TABLES = `
-- A customer's product in one month of the customer's time zone under one agreement, as the ledger stands. Derived from
-- the accounts, the agreements and the ledger; equal to what measuring the month anew says.
create table service_level_month (
  customer_id text not null,
  product_id text not null,
  agreement_id text not null,
  -- YYYY-MM, local.
  month text not null,
  -- The month's first date.
  starts_on date not null,
  -- The month within the agreement's validity and rule, its future part included, without what is unknown.
  length_seconds numeric not null,
  counted_seconds numeric not null,
  excluded_seconds numeric not null,
  unknown_seconds numeric not null,
  -- Percent; null where the length is zero.
  uptime numeric,
  uptime_target numeric not null,
  headroom_seconds numeric not null,
  breached boolean not null,
  credit_percent numeric not null,
  -- The credit owed: [[amount, currency], …], amounts as decimal text, in order of currency.
  credits jsonb not null default '[]',
  -- An impact that lasts is counted at least until then.
  computed_through timestamptz not null,
  primary key (customer_id, product_id, agreement_id, month)
);
create index on service_level_month (starts_on);

-- Which months of a customer are to be measured anew: those touching the stale stretch, and, once due, those since it
-- was computed. Due is the instant at which time alone changes a figure: a month begins, an impact starts or lasts.
create table service_level_schedule (
  customer_id text primary key,
  stale_from timestamptz,
  stale_to timestamptz,
  computed_at timestamptz,
  due_at timestamptz
);
create index service_level_schedule_stale on service_level_schedule (customer_id) where stale_from is not null;
create index on service_level_schedule (due_at);
`;

const TENANCY = `
alter table service_level_month enable row level security;
create policy writing on service_level_month for all using ((select viewer_sees_all()));
create policy reading on service_level_month for select using ((select viewer_reads_all())
  or customer_id in (select c.id from customer c));
alter table service_level_schedule enable row level security;
create policy everything on service_level_schedule for all using ((select viewer_sees_all()));
`;
