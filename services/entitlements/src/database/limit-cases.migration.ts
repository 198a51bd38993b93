import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Cases that customers use of what they are allowed a contract year, and what happens beyond it. */
export class LimitCases1790000000081 implements MigrationInterface {
  name = 'LimitCases1790000000081';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(LEVELS);
    await runner.query(CASES);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table chargeable_case, case_standing, case_use;
      drop function contract_year;
      alter table support_level drop beyond_allowance;
    `);
  }
}

const LEVELS = `
alter table support_level add beyond_allowance text not null default 'ALLOW'
  check (beyond_allowance in ('ALLOW', 'CHARGE', 'REFUSE'));
`;

const CASES = `
-- The year in which a day lies, of years that begin on each anniversary of a day.
create function contract_year(anchor date, day date, out year_from date, out year_to date)
  language sql immutable as $$
  select (anchor + make_interval(years => n))::date, (anchor + make_interval(years => n + 1))::date
    from (select passed - case when (anchor + make_interval(years => passed))::date > day then 1 else 0 end as n
            from (select (date_part('year', day) - date_part('year', anchor))::integer as passed) years) counted
$$;

-- What became of each ticket of a customer: closed, it uses a case; open again, it gives the case back.
create table case_use (
  ticket_id text primary key,
  version integer not null check (version > 0),
  customer_id text not null,
  kind text not null,
  closed_at timestamptz(3),
  closed_on date,
  entitlement_id text references entitlement,
  -- The subscription of an implied entitlement, else the entitlement: what has contract years.
  allowance_id text,
  beyond text check (beyond in ('ALLOW', 'CHARGE', 'REFUSE')),
  check ((closed_at is null) = (closed_on is null))
);
create index on case_use (allowance_id, closed_on) where closed_at is not null;
create index on case_use (customer_id);

-- What was last told of each customer's allowance.
create table case_standing (
  customer_id text primary key references customer,
  version integer not null check (version > 0),
  allowed integer,
  used integer not null,
  refused boolean not null,
  year_to date
);
create index on case_standing (year_to);
create index on case_standing (customer_id) where refused;

create table chargeable_case (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  customer_id text not null references customer,
  entitlement_id text not null references entitlement,
  ticket_id text not null unique,
  closed_at timestamptz(3) not null,
  number integer not null check (number > 0),
  allowed integer not null check (allowed >= 0),
  withdrawn boolean not null default false,
  unique (source, external_id)
);
create index on chargeable_case (closed_at, id);
create index on chargeable_case (customer_id, closed_at, id);
`;

const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['case_use', 'case_standing', 'chargeable_case'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy reading on %I for select using ((select viewer_sees_all())
      or customer_id = (select viewer_customer())
      or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id))', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;
`;
