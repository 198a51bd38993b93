import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Orders with their lines: whoever sees the customer sees them, the platform alone writes them. */
export class PlaceOrders1790000000021 implements MigrationInterface {
  name = 'PlaceOrders1790000000021';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('drop table order_line, customer_order');
  }
}

const TABLES = `
create table customer_order (
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  status text not null check (status in ('AWAITING_APPROVAL', 'PLACED', 'WAITING_FOR_CAPACITY', 'IN_PROGRESS',
    'FULFILLED', 'FAILED', 'REJECTED', 'CANCELLED')),
  status_reason text,
  status_since timestamptz not null,
  kind text not null check (kind in ('NEW', 'ADD_ON', 'RENEW', 'CHANGE', 'TERMINATE', 'MIXED')),
  customer_id text not null references customer,
  partner_id text references partner,
  placed_by text,
  channel text not null check (channel in ('STAFF', 'PARTNER', 'CONTACT', 'PLATFORM')),
  placed_at timestamptz not null,
  note text,
  unique (source, external_id)
);
create index on customer_order (customer_id, placed_at);
create index on customer_order (partner_id, placed_at);
create index on customer_order (placed_at, id);
create index on customer_order (status, placed_at);

create table order_line (
  order_id text not null references customer_order,
  number integer not null check (number > 0),
  action text not null check (action in ('NEW', 'ADD_ON', 'RENEW', 'CHANGE', 'TERMINATE')),
  change_type text check (change_type in ('UPGRADED', 'DOWNGRADED', 'ADD_ON')),
  subscription_id text not null references subscription,
  plan_id text not null references plan,
  kind text not null check (kind in ('FREE', 'TRIAL', 'PILOT', 'DEMO', 'TRAINING', 'PARTNER', 'STANDARD')),
  quantity integer not null check (quantity > 0),
  quantity_before integer check (quantity_before > 0),
  region text,
  vertical text,
  branding jsonb,
  effective_on date not null,
  ends_on date,
  term text check (term in ('MONTHLY', 'QUARTERLY', 'SEMIANNUAL', 'ANNUAL', 'BIENNIAL', 'TRIENNIAL')),
  reason text,
  unit_price numeric check (unit_price >= 0),
  price_list_id text,
  monthly_price numeric not null check (monthly_price >= 0),
  monthly_price_before numeric not null check (monthly_price_before >= 0),
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  charge_from date not null,
  charge_to date not null check (charge_to >= charge_from),
  charge_amount numeric not null,
  primary key (order_id, number),
  unique (order_id, subscription_id)
);
create index on order_line (subscription_id);
`;

const TENANCY = `
alter table customer_order enable row level security;
create policy reading on customer_order for select using ((select viewer_sees_all())
  or customer_id = (select viewer_customer())
  or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id));
create policy writing on customer_order for all using ((select viewer_sees_all()));

alter table order_line enable row level security;
create policy reading on order_line for select using ((select viewer_sees_all())
  or exists (select 1 from customer_order o where o.id = order_id));
create policy writing on order_line for all using ((select viewer_sees_all()));
`;
