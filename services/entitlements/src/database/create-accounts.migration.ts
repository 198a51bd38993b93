import type { MigrationInterface, QueryRunner } from 'typeorm';

/** People, partners, the catalogue, customers with their contacts, subscriptions and entitlements, and pods. */
export class CreateAccounts1790000000010 implements MigrationInterface {
  name = 'CreateAccounts1790000000010';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      `drop table exchange_rate, entitlement, subscription_event, subscription, contact, customer, pod, plan, product, support_level, agreement, calendar, person, partner`,
    );
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

const TABLES = `
create extension if not exists btree_gist;

create table partner (${KEPT},
  name text not null,
  region text,
  unique (source, external_id)
);

create table person (${KEPT},
  name text not null,
  email text,
  role text,
  manager_id text references person,
  time_zone text,
  unique (source, external_id)
);
create index on person (manager_id);

create table calendar (${KEPT},
  name text not null,
  time_zone text not null,
  hours text not null,
  holidays text[] not null default '{}',
  unique (source, external_id)
);

create table agreement (${KEPT},
  name text not null,
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  uptime_target numeric not null check (uptime_target between 0 and 100),
  degraded_weight numeric not null default 1 check (degraded_weight between 0 and 1),
  maintenance_notice_hours numeric check (maintenance_notice_hours >= 0),
  maintenance_cap_minutes numeric check (maintenance_cap_minutes >= 0),
  credit_tiers jsonb not null default '[]',
  credit_cap_percent numeric check (credit_cap_percent between 0 and 100),
  calendar_id text references calendar,
  targets jsonb not null default '[]',
  unique (source, external_id),
  constraint agreement_versions_do_not_overlap
    exclude using gist (name with =, daterange(valid_from, valid_to) with &&) deferrable initially deferred
);

create table support_level (${KEPT},
  name text not null,
  calendar_id text references calendar,
  agreement_id text references agreement,
  channels text[] not null default '{}',
  languages text[] not null default '{}',
  designated_contacts integer check (designated_contacts >= 0),
  cases_per_year integer check (cases_per_year >= 0),
  unique (source, external_id)
);

create table product (${KEPT},
  name text not null,
  unique (source, external_id)
);

create table plan (${KEPT},
  name text not null,
  product_id text not null references product,
  support_level_id text references support_level,
  agreement_id text references agreement,
  tier integer check (tier between 1 and 3),
  monthly_price numeric check (monthly_price >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  unique (source, external_id),
  unique (id, product_id),
  check ((monthly_price is null) = (currency is null))
);
create index on plan (product_id);

create table pod (${KEPT},
  name text not null,
  region text not null,
  seats jsonb not null,
  warning_percent numeric check (warning_percent between 0 and 100),
  verticals text[] not null default '{}',
  unique (source, external_id)
);

create table customer (${KEPT},
  csi text not null,
  name text not null,
  segment text check (segment in ('SMB', 'MID_MARKET', 'ENTERPRISE')),
  region text,
  time_zone text not null default 'UTC',
  locale text,
  vertical text,
  partner_id text references partner,
  account_manager_id text references person,
  designated_analyst_id text references person,
  access_active boolean not null default true,
  access_since timestamptz not null,
  access_reason text,
  access_by text references person,
  created_at timestamptz not null,
  unique (source, external_id)
);
create unique index customer_csi on customer (translate(upper(csi), '- ', ''));
create index on customer (partner_id);
create index on customer (account_manager_id);
create index on customer (name, id);

create table contact (${KEPT},
  customer_id text not null references customer,
  name text not null,
  email text,
  phone text,
  designated boolean not null default false,
  locale text,
  unique (source, external_id)
);
create index on contact (customer_id);

create table subscription (${KEPT},
  customer_id text not null references customer,
  plan_id text not null,
  product_id text not null,
  kind text not null check (kind in ('FREE', 'TRIAL', 'PILOT', 'DEMO', 'TRAINING', 'PARTNER', 'STANDARD')),
  quantity integer not null check (quantity > 0),
  monthly_price numeric not null check (monthly_price >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  term text check (term in ('MONTHLY', 'QUARTERLY', 'SEMIANNUAL', 'ANNUAL', 'BIENNIAL', 'TRIENNIAL')),
  started_on date not null,
  renews_on date,
  cancelled_on date,
  ended_on date check (ended_on >= started_on),
  end_reason text,
  pod_id text references pod,
  terms jsonb not null default '[]',
  unique (source, external_id),
  foreign key (plan_id, product_id) references plan (id, product_id)
);
create index on subscription (customer_id);
create index on subscription (product_id);
create index on subscription (plan_id);
create index on subscription (renews_on) where ended_on is null;

create table subscription_event (
  subscription_id text not null references subscription,
  occurred_on date not null,
  type text not null check (type in ('STARTED', 'EXTENDED', 'CONVERTED', 'UPGRADED', 'DOWNGRADED', 'ADD_ON', 'RENEWED',
    'CANCELLED', 'ENDED', 'REACTIVATED')),
  quantity integer check (quantity > 0),
  monthly_price numeric check (monthly_price >= 0),
  plan_id text references plan,
  reason text,
  primary key (subscription_id, occurred_on, type)
);

create table entitlement (${KEPT},
  customer_id text not null references customer,
  product_id text references product,
  asset_id text,
  agreement_id text not null references agreement,
  support_level_id text references support_level,
  subscription_id text references subscription,
  valid_from date not null,
  valid_to date check (valid_to >= valid_from),
  cases integer check (cases >= 0),
  unique (source, external_id),
  check ((product_id is null) <> (asset_id is null))
);
create index on entitlement (customer_id);
create index on entitlement (subscription_id);
create index on entitlement (agreement_id);

create table exchange_rate (
  date date not null,
  from_currency text not null check (from_currency ~ '^[A-Z]{3}$'),
  to_currency text not null check (to_currency ~ '^[A-Z]{3}$'),
  rate numeric not null check (rate > 0),
  primary key (from_currency, to_currency, date)
);
`;

/** Catalogue nouns are for everybody who is signed in; whatever belongs to a customer is for those who may see it. */
const TENANCY = `
create function is_signed_in() returns boolean language sql stable as $$
  select viewer_kind() in ('SYSTEM', 'STAFF', 'PARTNER', 'CONTACT')
$$;

do $$
declare noun text;
begin
  foreach noun in array array['partner', 'person', 'calendar', 'agreement', 'support_level', 'product', 'plan', 'pod', 'customer', 'contact', 'subscription', 'subscription_event', 'entitlement', 'exchange_rate'] loop
    execute format('alter table %I enable row level security', noun);
  end loop;
  foreach noun in array array['person', 'calendar', 'support_level', 'product', 'plan', 'pod'] loop
    execute format('create policy reading on %I for select using ((select is_signed_in()))', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
  foreach noun in array array['contact', 'subscription', 'entitlement'] loop
    execute format('create policy reading on %I for select using ((select viewer_sees_all())
      or customer_id = (select viewer_customer())
      or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id))', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
end $$;

create policy reading on customer for select using ((select viewer_sees_all())
  or id = (select viewer_customer()) or partner_id = (select viewer_partner()));
create policy writing on customer for all using ((select viewer_sees_all()));

create policy reading on partner for select using ((select viewer_sees_all())
  or id = (select viewer_partner())
  or (select viewer_customer()) is not null and exists (select 1 from customer c where c.partner_id = partner.id));
create policy writing on partner for all using ((select viewer_sees_all()));

create policy reading on agreement for select using ((select viewer_sees_all())
  or exists (select 1 from entitlement e where e.agreement_id = agreement.id));
create policy writing on agreement for all using ((select viewer_sees_all()));

create policy reading on subscription_event for select using ((select viewer_sees_all())
  or exists (select 1 from subscription s where s.id = subscription_id));
create policy writing on subscription_event for all using ((select viewer_sees_all()));

create policy everything on exchange_rate for all using ((select viewer_sees_all()));
`;
