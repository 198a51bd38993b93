import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Copies of accounts, contracts, assets and changes; the service-level ledger; the incidents of assets. */
export class CreateLedger1790000000200 implements MigrationInterface {
  name = 'CreateLedger1790000000200';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(ACCOUNTS);
    await runner.query(LEDGER);
    await runner.query(ESTATE);
    await runner.query(TENANCY);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop table service_account, account_generation, customer, product, agreement, entitlement, subscription,
                 ledger_customer, ledger_impact, ledger_statement, asset_incident, asset_impact, asset, change;
      drop function viewer_reads_all, refresh_service_accounts;
    `);
  }
}

/** No foreign keys: what belongs together comes from several producers, in any order. */
const ACCOUNTS = `
create table customer (
  id text primary key,
  version integer not null,
  external_id text,
  source text,
  csi text,
  name text not null,
  segment text,
  region text,
  time_zone text not null,
  vertical text,
  partner_id text,
  account_manager_id text,
  active boolean not null
);
create index on customer (partner_id);

create table product (
  id text primary key,
  version integer not null,
  name text not null
);

create table agreement (
  id text primary key,
  version integer not null,
  name text not null,
  valid_from date,
  valid_to date,
  uptime_target text not null,
  degraded_weight text not null,
  maintenance_notice_hours text,
  maintenance_cap_minutes text,
  credit_tiers jsonb not null,
  credit_cap_percent text,
  changed_xid xid8 not null default pg_current_xact_id()
);
create index on agreement (changed_xid);

create table entitlement (
  id text primary key,
  version integer not null,
  customer_id text not null,
  product_id text,
  asset_id text,
  agreement_id text,
  support_level_id text,
  subscription_id text,
  valid_from date,
  valid_to date
);
create index on entitlement (customer_id);
create index on entitlement (agreement_id);

create table subscription (
  id text primary key,
  version integer not null,
  customer_id text not null,
  plan_id text,
  product_id text,
  kind text not null,
  status text,
  quantity numeric,
  started_on date,
  ended_on date,
  renews_on date,
  pod_id text,
  terms jsonb not null
);
create index on subscription (customer_id);

-- What an answer over many customers reads: one row a customer, everything of it in one text (see account.rules).
create table service_account (
  customer_id text primary key,
  partner_id text,
  line text not null,
  changed_xid xid8 not null default pg_current_xact_id()
);
create index on service_account (partner_id);
create index on service_account (changed_xid);

-- Grows when the copies are emptied for a rebuilding: what processes keep of them in memory is void then.
create table account_generation (number integer not null);
insert into account_generation values (1);

create function refresh_service_accounts(customer_ids text[]) returns void language sql as $$
  insert into service_account as kept (customer_id, partner_id, line)
  select c.id, c.partner_id,
         concat(c.id, E'\\x1f', c.time_zone, E'\\x1f', c.name, E'\\x1f', coalesce(products.listed, '[]'))
    from customer c
    left join lateral (
      select jsonb_agg(jsonb_build_array(p.product_id, coalesce(e.listed, '[]'), coalesce(s.listed, '[]'))
               order by p.product_id)::text as listed
        from (
          select product_id from entitlement
           where customer_id = c.id and product_id is not null and agreement_id is not null
          union
          select product_id from subscription
           where customer_id = c.id and product_id is not null and kind = 'STANDARD'
        ) p
        left join lateral (
          select jsonb_agg(jsonb_build_array(id, agreement_id, valid_from, valid_to) order by id) as listed
            from entitlement
           where customer_id = c.id and product_id = p.product_id and agreement_id is not null
        ) e on true
        left join lateral (
          select jsonb_agg(jsonb_build_array(ended_on, terms) order by id) as listed
            from subscription
           where customer_id = c.id and product_id = p.product_id and kind = 'STANDARD'
        ) s on true
    ) products on true
   where c.id = any(customer_ids)
  on conflict (customer_id) do update
     set partner_id = excluded.partner_id, line = excluded.line, changed_xid = pg_current_xact_id()
   where (kept.partner_id, kept.line) is distinct from (excluded.partner_id, excluded.line)
$$;
`;

const LEDGER = `
-- Every statement of an incident's customer impact, the superseded ones too: a correction restates, nothing is erased.
create table ledger_statement (
  incident_id text not null,
  version integer not null,
  recorded_at timestamptz not null,
  superseded_at timestamptz,
  planned boolean not null,
  announced_from timestamptz,
  announced_to timestamptz,
  notice_given_at timestamptz,
  primary key (incident_id, version)
);

create table ledger_impact (
  incident_id text not null,
  version integer not null,
  piece integer not null,
  current boolean not null,
  product_id text not null,
  state text not null check (state in ('DOWN', 'DEGRADED', 'UNKNOWN')),
  impact_from timestamptz not null,
  impact_to timestamptz check (impact_to >= impact_from),
  primary key (incident_id, version, piece)
);
create index ledger_impact_current on ledger_impact (impact_from, impact_to) where current;

create table ledger_customer (
  incident_id text not null,
  version integer not null,
  piece integer not null,
  customer_id text not null,
  primary key (incident_id, version, piece, customer_id)
);
create index on ledger_customer (customer_id);
`;

const ESTATE = `
create table asset (
  id text primary key,
  version integer not null,
  name text,
  kind text,
  status text,
  first_seen_at timestamptz not null
);

create table change (
  id text primary key,
  version integer not null,
  title text,
  kind text,
  status text not null,
  outcome text,
  asset_ids text[] not null,
  window_from timestamptz,
  window_to timestamptz,
  started_at timestamptz,
  ended_at timestamptz
);
create index change_asset on change using gin (asset_ids);

create table asset_incident (
  incident_id text primary key,
  version integer not null,
  planned boolean not null
);

create table asset_impact (
  incident_id text not null,
  piece integer not null,
  asset_id text not null,
  state text not null,
  impact_from timestamptz not null,
  impact_to timestamptz check (impact_to >= impact_from),
  primary key (incident_id, piece)
);
create index on asset_impact (asset_id);
`;

/** Staff and analysts read all; partners and contacts what belongs to customers they may see. Events alone write. */
const TENANCY = `
create function viewer_reads_all() returns boolean language sql stable parallel safe
  as $$ select viewer_sees_all() or viewer_kind() = 'ANALYST' $$;

do $$
declare noun text;
begin
  foreach noun in array array['customer', 'product', 'agreement', 'entitlement', 'subscription', 'service_account',
    'ledger_statement', 'ledger_impact', 'ledger_customer', 'asset', 'change', 'asset_incident', 'asset_impact'] loop
    execute format('alter table %I enable row level security', noun);
    execute format('create policy writing on %I for all using ((select viewer_sees_all()))', noun);
  end loop;
  foreach noun in array array['asset', 'change', 'asset_incident', 'asset_impact'] loop
    execute format('create policy reading on %I for select using ((select viewer_reads_all()))', noun);
  end loop;
  foreach noun in array array['entitlement', 'subscription', 'ledger_customer'] loop
    execute format('create policy reading on %I for select using ((select viewer_reads_all())
      or customer_id = (select viewer_customer())
      or (select viewer_partner()) is not null and exists (select 1 from customer c where c.id = customer_id))', noun);
  end loop;
end $$;

create policy reading on customer for select using ((select viewer_reads_all())
  or id = (select viewer_customer()) or partner_id = (select viewer_partner()));
create policy reading on service_account for select using ((select viewer_reads_all())
  or customer_id = (select viewer_customer()) or partner_id = (select viewer_partner()));
alter table account_generation enable row level security;
create policy everything on account_generation for all using ((select viewer_reads_all()));
create policy reading on product for select using ((select viewer_kind()) <> 'NOBODY');
create policy reading on agreement for select using ((select viewer_reads_all())
  or exists (select 1 from entitlement e where e.agreement_id = agreement.id));
create policy reading on ledger_impact for select using ((select viewer_reads_all())
  or exists (select 1 from ledger_customer c where c.incident_id = ledger_impact.incident_id
      and c.version = ledger_impact.version and c.piece = ledger_impact.piece));
create policy reading on ledger_statement for select using ((select viewer_reads_all())
  or exists (select 1 from ledger_customer c where c.incident_id = ledger_statement.incident_id
      and c.version = ledger_statement.version));
`;
