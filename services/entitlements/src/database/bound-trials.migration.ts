import { newId } from '@plimsoll/shared';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Role, days of a trial, days an extension, extensions, days in all. */
const DEFAULTS: readonly [string, number, number, number, number][] = [
  ['admin', 90, 90, 10, 365],
  ['manager', 60, 60, 5, 180],
  ['operator', 30, 30, 2, 90],
  ['agent', 30, 14, 1, 60],
  ['partner', 30, 14, 1, 60],
  ['contact', 30, 0, 0, 30],
];

/** Who may grant how much time to trials, what was granted, and reminders of renewals to come. */
export class BoundTrials1790000000022 implements MigrationInterface {
  name = 'BoundTrials1790000000022';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TENANCY);
    for (const [role, ...bounds] of DEFAULTS) {
      await runner.query(
        `insert into trial_policy (id, version, role, trial_days, max_days_per_extension, max_extensions, max_total_days)
         values ($1, 1, $2, $3, $4, $5, $6)`,
        [newId('trp'), role, ...bounds],
      );
    }
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table renewal_reminder, renewal, trial_extension, trial_policy');
  }
}

const TABLES = `
create table trial_policy (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  role text not null unique check (role in ('admin', 'manager', 'operator', 'agent', 'partner', 'contact')),
  trial_days integer not null check (trial_days between 0 and 3650),
  max_days_per_extension integer not null check (max_days_per_extension between 0 and 3650),
  max_extensions integer not null check (max_extensions between 0 and 3650),
  max_total_days integer not null check (max_total_days between 0 and 3650)
);

create table trial_extension (
  subscription_id text not null references subscription,
  number integer not null,
  granted_at timestamptz not null,
  granted_by text,
  role text not null,
  days integer not null,
  until date not null,
  primary key (subscription_id, number)
);

-- A subscription is renewed by itself once for each of its renewal dates.
create table renewal (
  subscription_id text not null references subscription,
  renews_on date not null,
  order_id text not null references customer_order,
  primary key (subscription_id, renews_on)
);

create table renewal_reminder (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  subscription_id text not null references subscription,
  customer_id text not null references customer,
  renews_on date not null,
  days_ahead integer not null check (days_ahead > 0),
  reminded_at timestamptz not null,
  acknowledged_at timestamptz,
  acknowledged_by text,
  note text,
  unique (subscription_id, renews_on, days_ahead)
);
create index on renewal_reminder (customer_id, renews_on);
create index on renewal_reminder (reminded_at) where acknowledged_at is null;
`;

/** Reminders are for staff: a customer is not told when it is to be talked to. */
const TENANCY = `
alter table trial_policy enable row level security;
create policy reading on trial_policy for select using ((select is_signed_in()));
create policy writing on trial_policy for all using ((select viewer_sees_all()));
do $$
declare noun text;
begin
  foreach noun in array array['trial_extension', 'renewal', 'renewal_reminder'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy everything on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;
`;
