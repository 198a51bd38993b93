import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Response targets frozen for each ticket, the clocks that count them, and the copies of agreements behind both. */
export class CountSlaClocks1790000000310 implements MigrationInterface {
  name = 'CountSlaClocks1790000000310';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [COPIES, LOG, TARGETS, CLOCKS]) await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table sla_clock, sla_target, entitlement, support_level, agreement, calendar_version, customer_zone;
      alter table ticket_event drop column by_desk, drop column clock_policy, drop column corrects;
      alter table ticket drop column product_id;
    `);
  }
}

/** What entitlements tells of agreements; of calendars every version, so that a verdict can be worked out again. */
const COPIES = `
create table customer_zone (
  id text primary key,
  version integer not null,
  time_zone text not null
);
create table calendar_version (
  id text not null,
  version integer not null,
  time_zone text not null,
  hours text not null,
  holidays text[] not null,
  primary key (id, version)
);
create table agreement (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text not null,
  status text not null,
  valid_from date not null,
  valid_to date,
  uptime_target numeric not null,
  calendar_id text,
  targets jsonb not null check (jsonb_typeof(targets) = 'array')
);
create table support_level (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  name text not null,
  agreement_id text
);
create table entitlement (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  customer_id text not null,
  product_id text,
  asset_id text,
  agreement_id text not null,
  support_level_id text,
  valid_from date not null,
  valid_to date,
  told_at timestamptz(3) not null
);
create index on entitlement (customer_id);
create index on entitlement (agreement_id);

do $$
declare noun text;
begin
  foreach noun in array array['customer_zone', 'calendar_version', 'agreement', 'support_level', 'entitlement'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;

-- Whoever sees a clock of a ticket may know when it counts.
create policy reading on calendar_version for select
  using ((select viewer_kind()) in ('SYSTEM', 'STAFF', 'PARTNER', 'CONTACT'));
`;

/** What the log has to say for clocks to be worked out of it alone. */
const LOG = `
alter table ticket add product_id text;
create index on ticket (product_id) where product_id is not null;
alter table ticket_event
  add by_desk boolean,
  add clock_policy text check (clock_policy in ('KEEP', 'RESTART', 'RETROACTIVE')),
  add corrects integer check (corrects > 0 and corrects < sequence);
`;

const TARGETS = `
create table sla_target (
  ticket_id text not null references ticket,
  revision integer not null check (revision >= 0),
  at timestamptz(3) not null,
  frozen_at timestamptz(3) not null,
  state text not null check (state in ('FROZEN', 'AWAITING', 'NONE')),
  outdated boolean not null default false,
  awaits text[] not null default '{}' check ((awaits <> '{}') = (state = 'AWAITING')),
  targets jsonb not null default '[]' check (jsonb_typeof(targets) = 'array'),
  primary key (ticket_id, revision)
);
create index sla_target_to_freeze on sla_target (ticket_id) where state = 'AWAITING' or outdated;
create index sla_target_frozen on sla_target (frozen_at);
alter table sla_target enable row level security;
create policy everything on sla_target for all using ((select viewer_sees_all()));
`;

const CLOCKS = `
create table sla_clock (
  ticket_id text not null references ticket,
  target text not null check (target in ('FIRST_RESPONSE', 'UPDATE', 'RESOLUTION')),
  cycle integer not null check (cycle > 0),
  version integer not null check (version > 0),
  priority text not null,
  target_ms bigint not null check (target_ms >= 0),
  calendar_id text,
  calendar_versions jsonb not null default '{}' check (jsonb_typeof(calendar_versions) = 'object'),
  agreement_id text not null,
  entitlement_id text not null,
  started_at timestamptz(3) not null,
  stopped_at timestamptz(3) check (stopped_at >= started_at),
  due_at timestamptz(3),
  status text not null check (status in ('RUNNING', 'PAUSED', 'MET', 'BREACHED', 'CANCELLED')),
  paused_because text check ((paused_because is not null) = (status = 'PAUSED')),
  paused boolean not null,
  elapsed_ms bigint not null check (elapsed_ms >= 0),
  elapsed_at timestamptz(3) not null,
  warned_percent integer not null default 0 check (warned_percent in (0, 50, 75, 90)),
  breached_at timestamptz(3) check (breached_at is null or status = 'BREACHED'),
  next_notice_at timestamptz(3),
  primary key (ticket_id, target, cycle),
  check (status not in ('MET', 'CANCELLED') or stopped_at is not null),
  check (status not in ('RUNNING', 'PAUSED') or stopped_at is null)
);
create unique index sla_clock_open on sla_clock (ticket_id, target) where stopped_at is null;
create index sla_clock_due on sla_clock (due_at, ticket_id) where stopped_at is null;
create index sla_clock_next_notice on sla_clock (next_notice_at) where next_notice_at is not null;
create index sla_clock_on_calendar on sla_clock (calendar_id) where stopped_at is null;
alter table sla_clock enable row level security;
create policy reading on sla_clock for select using ((select viewer_sees_all())
  or exists (select 1 from ticket t where t.id = ticket_id));
create policy writing on sla_clock for all using ((select viewer_sees_all()));
`;
