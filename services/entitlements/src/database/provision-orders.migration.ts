import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Requests to provision with their steps and approvals, tenants with what was done to them. */
export class ProvisionOrders1790000000030 implements MigrationInterface {
  name = 'ProvisionOrders1790000000030';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(TABLES);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(
      'drop table tenant_operation, tenant, approval_policy, provisioning_approval, provisioning_step, provisioning_request',
    );
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text`;

const TABLES = `
create table provisioning_request (${KEPT},
  kind text not null check (kind in ('FULFIL_ORDER', 'MOVE')),
  order_id text references customer_order,
  customer_id text not null references customer,
  tier integer not null check (tier between 1 and 3),
  status text not null check (status in ('AWAITING_APPROVAL', 'QUEUED', 'RUNNING', 'WAITING_FOR_CAPACITY',
    'COMPENSATING', 'SUCCEEDED', 'FAILED', 'REJECTED', 'CANCELLED')),
  reason text,
  outcome text check (outcome in ('FAILED', 'CANCELLED')),
  requested_by text,
  requested_at timestamptz not null,
  finished_at timestamptz,
  approvals_owed integer not null check (approvals_owed >= 0),
  approvals_given integer not null check (approvals_given >= 0),
  lines jsonb not null,
  to_pod_id text references pod,
  run_after timestamptz,
  unique (source, external_id),
  check ((kind = 'FULFIL_ORDER') = (order_id is not null)),
  check ((status = 'COMPENSATING') <= (outcome is not null))
);
create index on provisioning_request (customer_id, requested_at desc);
create index on provisioning_request (requested_at desc, id desc);
create unique index on provisioning_request (order_id);
create index provisioning_request_moving on provisioning_request (requested_at, id)
  where status in ('QUEUED', 'RUNNING', 'COMPENSATING', 'WAITING_FOR_CAPACITY', 'AWAITING_APPROVAL');

create table provisioning_step (
  id text primary key,
  request_id text not null references provisioning_request,
  place integer not null check (place > 0),
  line integer,
  name text not null,
  status text not null default 'PENDING' check (status in ('PENDING', 'RUNNING', 'DONE', 'FAILED', 'COMPENSATED',
    'SKIPPED')),
  attempts integer not null default 0,
  failures integer not null default 0,
  undo_attempts integer not null default 0,
  undo_failures integer not null default 0,
  error text,
  at timestamptz,
  result jsonb not null default '{}',
  unique (request_id, place)
);

create table provisioning_approval (
  request_id text not null references provisioning_request,
  person text not null,
  verdict text not null check (verdict in ('APPROVED', 'REJECTED')),
  comment text,
  at timestamptz not null,
  primary key (request_id, person)
);

create table approval_policy (${KEPT},
  tier integer not null check (tier between 1 and 3),
  monthly_total_from numeric not null check (monthly_total_from >= 0),
  currency text check (currency ~ '^[A-Z]{3}$'),
  approvals integer not null check (approvals between 0 and 10),
  unique nulls not distinct (tier, monthly_total_from, currency)
);
insert into approval_policy (id, version, tier, monthly_total_from, approvals)
  values ('apv_01h455vb4pex5vsknk084sn02q', 1, 3, 0, 1);

create table tenant (${KEPT},
  customer_id text not null references customer,
  subscription_id text not null references subscription,
  pod_id text not null references pod,
  status text not null check (status in ('CREATING', 'ACTIVE', 'SUSPENDED', 'DELETED')),
  quantity integer not null check (quantity > 0),
  branding jsonb,
  members text[] not null default '{}',
  provisioner text not null,
  reference text,
  created_at timestamptz not null,
  suspended_at timestamptz,
  deleted_at timestamptz,
  unique (source, external_id)
);
create unique index tenant_of_subscription on tenant (subscription_id) where status <> 'DELETED';
create index on tenant (customer_id);
create index on tenant (pod_id);

create table tenant_operation (
  key text primary key,
  tenant_id text not null references tenant,
  operation text not null check (operation in ('CREATE', 'APPLY_BRANDING', 'ACTIVATE_CONTACTS', 'RESIZE', 'MOVE',
    'SUSPEND', 'RESUME', 'DELETE')),
  given jsonb not null,
  reference text,
  at timestamptz not null
);
create index on tenant_operation (tenant_id, at);
`;

const TENANCY = `
alter table provisioning_request enable row level security;
alter table provisioning_step enable row level security;
alter table provisioning_approval enable row level security;
alter table approval_policy enable row level security;
alter table tenant enable row level security;
alter table tenant_operation enable row level security;

create policy reading on provisioning_request for select using ((select viewer_sees_all())
  or customer_id = (select viewer_customer())
  or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id));
create policy writing on provisioning_request for all using ((select viewer_sees_all()));
create policy reading on provisioning_step for select using ((select viewer_sees_all())
  or exists (select 1 from provisioning_request r where r.id = request_id));
create policy writing on provisioning_step for all using ((select viewer_sees_all()));
create policy everything on provisioning_approval for all using ((select viewer_sees_all()));
create policy everything on approval_policy for all using ((select viewer_sees_all()));
create policy reading on tenant for select using ((select viewer_sees_all())
  or customer_id = (select viewer_customer())
  or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id));
create policy writing on tenant for all using ((select viewer_sees_all()));
create policy everything on tenant_operation for all using ((select viewer_sees_all()));
`;
