import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The facts that operations intelligence measures, and the dimensions it measures them by. */
export class CreateFacts1790000000400 implements MigrationInterface {
  name = 'CreateFacts1790000000400';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(DIMENSIONS);
    await runner.query(DESK);
    await runner.query(REVENUE);
    await runner.query(CUSTOMER_LIFE);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table customer_version, partner, plan, support_level, pod, queue, team, ticket, incident, sla_clock,
                 sla_clock_statement, escalation, subscription_event, subscription_term, revenue_movement, usage_day,
                 usage_measurement, deployment, opportunity;
      alter table subscription drop cancelled_on, drop end_reason, drop term;
      alter table customer drop locale, drop designated_analyst_id, drop terminates_on, drop merged_into;
    `);
  }
}

/** No foreign keys: what belongs together comes from several producers, in any order. */
const DIMENSIONS = `
alter table customer add locale text, add designated_analyst_id text, add terminates_on date, add merged_into text;

-- What a customer was, and from when: a figure of March is cut by the segments of March. Half-open; the first version
-- reaches back to -infinity, the last one forward to infinity. A version begins when it was recorded, but never before
-- an earlier one does.
create table customer_version (
  customer_id text not null,
  version integer not null,
  recorded_at timestamptz not null,
  valid_from timestamptz not null default '-infinity',
  valid_to timestamptz not null default 'infinity',
  name text not null,
  segment text,
  region text,
  vertical text,
  partner_id text,
  account_manager_id text,
  active boolean not null,
  primary key (customer_id, version)
);
create index on customer_version (customer_id, valid_from);

create table partner (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text,
  region text,
  parent_id text
);

create table plan (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text,
  product_id text,
  support_level_id text,
  agreement_id text,
  tier integer
);

create table support_level (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text,
  agreement_id text
);
create table pod (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text,
  region text
);
create table queue (id text primary key, version integer not null, external_id text, source text, name text);
create table team (id text primary key, version integer not null, external_id text, source text, name text);
alter table asset add external_id text, add source text;
alter table product add external_id text, add source text;
`;

const DESK = `
-- A ticket as it stands: the last opening, answering and solving count.
create table ticket (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  kind text not null,
  status text not null,
  nature text,
  phase text,
  priority text,
  severity text,
  channel text,
  tier text,
  category text,
  team_id text,
  queue_id text,
  assignee_id text,
  customer_id text,
  product_id text,
  asset_ids text[] not null default '{}',
  parent_id text,
  merged_into_id text,
  opened_at timestamptz not null,
  first_responded_at timestamptz,
  resolved_at timestamptz,
  closed_at timestamptz,
  reopened_count integer not null default 0,
  reassigned_count integer not null default 0,
  satisfaction integer,
  external_verdict text
);
create index on ticket (opened_at);
create index on ticket (resolved_at);
create index on ticket (customer_id, opened_at);
create index on ticket (opened_at) where kind = 'INCIDENT';

-- The outage side of a ticket of kind INCIDENT; its id is the ticket's.
create table incident (
  id text primary key,
  version integer not null,
  planned boolean not null,
  started_at timestamptz,
  detected_at timestamptz,
  acknowledged_at timestamptz,
  mitigated_at timestamptz,
  restored_at timestamptz,
  announced_from timestamptz,
  announced_to timestamptz,
  notice_given_at timestamptz,
  cause_category text,
  caused_by_change_id text
);
create index on incident (started_at);
create index on incident (caused_by_change_id) where caused_by_change_id is not null;

-- The version of the newest statement of all clocks of a ticket.
create table sla_clock_statement (ticket_id text primary key, version integer not null);

-- The verdict of each clock of a ticket, restated as a whole by the ticket; the customer is the ticket's.
create table sla_clock (
  ticket_id text not null,
  target text not null,
  cycle integer not null,
  version integer not null,
  status text not null,
  priority text,
  customer_id text,
  agreement_id text,
  entitlement_id text,
  started_at timestamptz,
  due_at timestamptz,
  stopped_at timestamptz,
  breached_at timestamptz,
  primary key (ticket_id, target, cycle)
);
create index on sla_clock (due_at);
create index on sla_clock (customer_id);

-- The customer is the ticket's.
create table escalation (
  id text primary key,
  version integer not null,
  ticket_id text not null,
  customer_id text,
  kind text,
  raised_at timestamptz not null,
  acknowledged_at timestamptz,
  ended_at timestamptz,
  ended_because text
);
create index on escalation (customer_id, raised_at);
create index on escalation (ticket_id);
`;

const REVENUE = `
alter table subscription add cancelled_on date, add end_reason text, add term text;

-- What happened to a subscription, the asking for its end apart from the end itself. The customer is the subscription's.
create table subscription_event (
  id text primary key,
  version integer not null,
  subscription_id text not null,
  customer_id text not null,
  occurred_on date not null,
  type text not null,
  reason text,
  withdrawn boolean not null default false,
  -- Follows from the subscription's own dates, where no event on record tells of it.
  implied boolean not null default false
);
create index on subscription_event (subscription_id);
create index on subscription_event (occurred_on);

-- Derived from subscriptions of kind STANDARD: what each cost a month and when, above zero, half-open days.
create table subscription_term (
  subscription_id text not null,
  valid_from date not null,
  valid_to date,
  customer_id text not null,
  plan_id text,
  product_id text,
  monthly_price numeric not null,
  currency text not null,
  primary key (subscription_id, valid_from)
);
create index on subscription_term (customer_id);

-- Derived from the terms of a customer: how its monthly recurring revenue moved, in one currency, on a day.
create table revenue_movement (
  customer_id text not null,
  occurred_on date not null,
  currency text not null,
  kind text not null,
  amount numeric not null check (amount > 0),
  -- What the customer paid most for before it went, or pays most for since it came.
  plan_id text,
  product_id text,
  reason text,
  -- Days since the customer began to pay, before what happened.
  tenure_days integer not null,
  primary key (customer_id, occurred_on, currency)
);
create index on revenue_movement (occurred_on);
`;

const CUSTOMER_LIFE = `
-- What was measured of a customer's use, as told last. The customer is the one it was told of; which one that turned out
-- to be customer_merge says.
create table usage_measurement (
  id text primary key,
  version integer not null,
  customer_id text not null,
  at timestamptz not null,
  metric text not null,
  value numeric not null,
  component text not null default '',
  path text not null default ''
);
create index on usage_measurement (customer_id, at, metric);

-- Derived from the measurements of a customer and of those merged into it, the same one counted once: what it used on a
-- day (UTC), by metric, component and path; '' where none is told.
create table usage_day (
  customer_id text not null,
  day date not null,
  metric text not null,
  component text not null default '',
  path text not null default '',
  value numeric not null,
  count integer not null,
  last_at timestamptz not null,
  primary key (customer_id, day, metric, component, path)
);

create table deployment (
  id text primary key,
  version integer not null,
  customer_id text not null,
  subscription_id text,
  status text,
  started_on date,
  live_on date,
  value_amount numeric,
  value_currency text,
  milestones jsonb not null default '[]'
);
create index on deployment (customer_id);

create table opportunity (
  id text primary key,
  version integer not null,
  customer_id text not null,
  kind text,
  status text,
  origin text,
  created_at timestamptz,
  closed_at timestamptz,
  amount numeric,
  currency text
);
create index on opportunity (customer_id);
`;

/**
 * Staff and analysts read all; resellers and contacts what belongs to customers they may see, and the names of what
 * the company sells. Events alone write.
 */
const TENANCY = `
do $$
declare noun text;
begin
  foreach noun in array array['customer_version', 'partner', 'plan', 'support_level', 'pod', 'queue', 'team', 'ticket',
    'incident', 'sla_clock_statement', 'sla_clock', 'escalation', 'subscription_event', 'subscription_term',
    'revenue_movement', 'usage_measurement', 'usage_day', 'deployment', 'opportunity'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
  foreach noun in array array['queue', 'team', 'opportunity'] loop
    execute format('create policy reading on %I for select using ((select viewer_reads_all()))', noun);
  end loop;
  foreach noun in array array['plan', 'support_level', 'pod'] loop
    execute format('create policy reading on %I for select using ((select viewer_kind()) <> ''NOBODY'')', noun);
  end loop;
  foreach noun in array array['customer_version', 'ticket', 'sla_clock', 'escalation', 'subscription_event',
    'subscription_term', 'revenue_movement', 'usage_day', 'deployment'] loop
    execute format('create policy reading on %I for select using ((select viewer_reads_all())
      or customer_id in (select c.id from customer c))', noun);
  end loop;
end $$;

create policy reading on partner for select using ((select viewer_reads_all())
  or id = (select viewer_partner()) or id in (select c.partner_id from customer c));
create policy reading on incident for select using ((select viewer_reads_all())
  or id in (select t.id from ticket t)
  or id in (select l.incident_id from ledger_customer l join ledger_statement s using (incident_id, version)
             where s.superseded_at is null));
`;
