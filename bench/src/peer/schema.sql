-- One database that holds everything the headline request asks for: what the four services keep apart, with the
-- indexes that its one statement needs. Filled by copy.sql.

create table person (
  id text primary key,
  name text not null
);

create table product (
  id text primary key,
  name text not null
);

create table support_level (
  id text primary key,
  name text not null
);

create table agreement (
  id text primary key,
  name text not null,
  valid_from date,
  valid_to date,
  uptime_target numeric not null,
  degraded_weight numeric not null,
  maintenance_notice_hours numeric,
  maintenance_cap_minutes numeric,
  credit_cap_percent numeric
);

create table credit_tier (
  agreement_id text not null references agreement,
  below numeric not null,
  percent numeric not null,
  primary key (agreement_id, below, percent)
);

-- The zones that customers live in.
create table time_zone (
  name text primary key
);

create table customer (
  id text primary key,
  external_id text,
  name text not null,
  segment text,
  time_zone text not null references time_zone,
  account_manager_id text references person
);

create table subscription (
  id text primary key,
  customer_id text not null references customer,
  product_id text not null references product,
  kind text not null,
  pod_id text,
  started_on date not null,
  ended_on date,
  renews_on date,
  monthly_price numeric not null,
  currency text not null
);
create index on subscription (customer_id, product_id);
create index on subscription (pod_id, product_id);
create index on subscription (product_id);

-- Price periods of STANDARD subscriptions, cut at the end of the subscription.
create table price_term (
  subscription_id text not null references subscription,
  customer_id text not null,
  product_id text not null,
  from_on date not null,
  to_on date,
  monthly_price numeric not null,
  currency text not null,
  primary key (subscription_id, from_on)
);
create index on price_term (customer_id, product_id);

create table entitlement (
  id text primary key,
  customer_id text not null references customer,
  product_id text references product,
  agreement_id text not null references agreement,
  support_level_id text references support_level,
  subscription_id text,
  valid_from date not null,
  valid_to date
);
create index on entitlement (customer_id, product_id);

create table asset (
  id text primary key,
  external_id text,
  name text not null,
  kind text not null,
  live boolean not null
);

create table dependency (
  consumer_id text not null references asset,
  provider_id text not null references asset,
  group_name text,
  strength text not null,
  unique nulls not distinct (consumer_id, provider_id, group_name)
);
create index on dependency (provider_id) include (consumer_id) where strength = 'HARD';

create table placement (
  asset_id text not null references asset,
  product_id text,
  pod_id text,
  customer_id text
);
create index on placement (asset_id) where customer_id is not null;
create index on placement (asset_id) where customer_id is null;

create table ticket (
  id text primary key,
  customer_id text,
  subject text not null,
  priority text not null,
  status text not null,
  opened_at timestamptz not null
);
create index on ticket (customer_id, opened_at, id) where status not in ('RESOLVED', 'CLOSED');

-- The service-level ledger: what customers were hit by alike, and who they were.
create table ledger_piece (
  id integer primary key generated always as identity,
  incident_id text not null,
  product_id text not null,
  state text not null,
  impact_from timestamptz not null,
  impact_to timestamptz,
  planned boolean not null,
  announced_from timestamptz,
  announced_to timestamptz,
  notice_given_at timestamptz
);

create table ledger_customer (
  customer_id text not null,
  product_id text not null,
  piece_id integer not null references ledger_piece,
  primary key (customer_id, product_id, piece_id)
);
