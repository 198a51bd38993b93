import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What account managers follow after the sale: opportunities, deployments with their milestones, and reviews. */
export class CreateOnboarding1790000000090 implements MigrationInterface {
  name = 'CreateOnboarding1790000000090';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TENANCY);
    await runner.query(TEMPLATE);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table customer_review, deployment, deployment_template, opportunity');
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

const TABLES = `
create table opportunity (${KEPT},
  customer_id text not null references customer,
  kind text not null check (kind in ('UPSELL', 'EXPANSION', 'RENEWAL', 'CONVERSION')),
  origin text not null check (origin in ('SUPPORT', 'RENEWAL', 'USAGE', 'REVIEW', 'TRIAL', 'PARTNER', 'OTHER')),
  origin_id text,
  title text not null,
  note text,
  amount numeric check (amount >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  stage text not null check (stage in ('OPEN', 'QUALIFIED', 'WON', 'LOST')),
  owner_id text references person,
  recorded_by text,
  recorded_at timestamptz not null,
  expected_on date,
  closed_at timestamptz,
  closing_reason text,
  subscription_id text references subscription,
  unique (source, external_id),
  check ((amount is null) = (currency is null)),
  check ((closed_at is not null) = (stage in ('WON', 'LOST')))
);
create index on opportunity (customer_id);
create index on opportunity (owner_id);
create index on opportunity (recorded_at, id);
-- One moment is recorded once, however many people see it.
create unique index opportunity_once on opportunity (customer_id, kind, origin, origin_id)
  where closed_at is null and origin_id is not null;

create table deployment_template (${KEPT},
  name text not null unique,
  milestones jsonb not null,
  unique (source, external_id)
);

create table deployment (${KEPT},
  customer_id text not null references customer,
  subscription_id text references subscription,
  name text not null,
  owner_id text references person,
  status text not null check (status in ('IN_PROGRESS', 'LIVE', 'CANCELLED')),
  amount numeric check (amount >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  started_on date not null,
  target_on date not null check (target_on >= started_on),
  live_on date,
  closing_reason text,
  milestones jsonb not null check (jsonb_typeof(milestones) = 'array'),
  unique (source, external_id),
  check ((amount is null) = (currency is null)),
  check ((live_on is not null) = (status = 'LIVE'))
);
create index on deployment (customer_id);
create index on deployment (owner_id);
create index on deployment (started_on, id);
create unique index deployment_once on deployment (customer_id) where status = 'IN_PROGRESS';

create table customer_review (${KEPT},
  customer_id text not null references customer,
  owner_id text references person,
  scheduled_at timestamptz not null,
  every text,
  status text not null check (status in ('SCHEDULED', 'HELD', 'CANCELLED')),
  closed_at timestamptz,
  summary text,
  previous_id text references customer_review,
  unique (source, external_id),
  check ((closed_at is not null) = (status <> 'SCHEDULED'))
);
create index on customer_review (customer_id);
create index on customer_review (owner_id);
create index on customer_review (scheduled_at, id);
-- A review is followed by one other at most.
create unique index customer_review_next on customer_review (previous_id);
`;

/** Opportunities are for staff; a customer and its reseller follow its deployments and reviews. */
const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['opportunity', 'deployment_template', 'deployment', 'customer_review'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
  foreach noun in array array['deployment', 'customer_review'] loop
    execute format('create policy reading on %I for select using ((select viewer_sees_all())
      or customer_id = (select viewer_customer())
      or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id))', noun);
  end loop;
end $$;
`;

/** What a deployment consists of until the company says otherwise. */
const TEMPLATE = `
insert into deployment_template (id, version, name, milestones) values ('dpt_00000000000000000000000000', 1, 'Standard', '[
  { "name": "Kick-off held", "afterDays": 5 },
  { "name": "Users invited", "afterDays": 10 },
  { "name": "Data brought over", "afterDays": 25 },
  { "name": "Administrators trained", "afterDays": 35 },
  { "name": "First value seen", "afterDays": 45 },
  { "name": "Handed over to support", "afterDays": 60 }]');
`;
