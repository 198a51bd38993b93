import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Resellers of resellers, with branding and price lists of their own. */
export class SellThroughPartners1790000000050 implements MigrationInterface {
  name = 'SellThroughPartners1790000000050';

  async up(runner: QueryRunner): Promise<void> {
    for (const step of [HIERARCHY, BRANDING, PRICE_LISTS, TENANCY]) await runner.query(step);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(FORMER_TENANCY);
    await runner.query(`
      drop function unit_price_for, brandings_over;
      drop table price_list, branding;
      drop trigger customer_begins_with_its_resellers on customer;
      drop trigger customer_keeps_its_resellers on customer;
      drop trigger partner_begins_with_its_lineage on partner;
      drop function check_resellers_of_customer, begin_lineage_of_partner;
      drop table partner_move;
      alter table customer drop partner_ids;
      alter table partner drop lineage, drop parent_id;
    `);
  }
}

const KEPT = `
  id text primary key,
  version integer not null check (version > 0),
  external_id text,
  source text,
  unique (source, external_id)`;

/**
 * A reseller's lineage is itself and all its ancestors, nearest first; a customer's `partner_ids` are the lineage of
 * its reseller. Row-level security reads them, so that they are never another one's: who names a reseller keeps it
 * from being moved until the transaction ends, and who moves one brings all below it along in one transaction.
 */
const HIERARCHY = `
alter table partner
  add parent_id text references partner check (parent_id <> id),
  add lineage text[] not null default '{}' check (cardinality(lineage) <= 8);
update partner set lineage = array[id];
create index on partner (parent_id);
create index on partner using gin (lineage);

create function begin_lineage_of_partner() returns trigger language plpgsql as $$
begin
  new.lineage := array[new.id] || coalesce((select p.lineage from partner p where p.id = new.parent_id), '{}');
  return new;
end $$;
create trigger partner_begins_with_its_lineage before insert on partner
  for each row execute function begin_lineage_of_partner();

-- Moves of partners with more customers than a request can take along; a job does them.
create table partner_move (
  partner_id text primary key references partner,
  parent_id text references partner,
  author jsonb not null,
  requested_at timestamptz not null
);
alter table partner_move enable row level security;
create policy everything on partner_move for all using ((select viewer_sees_all()));

alter table customer add partner_ids text[] not null default '{}';
update customer set partner_ids = array[partner_id] where partner_id is not null;
create index on customer using gin (partner_ids);

create function check_resellers_of_customer() returns trigger language plpgsql as $$
declare
  resellers text[];
begin
  select p.lineage into resellers from partner p where p.id = new.partner_id for share;
  if new.partner_ids <> coalesce(resellers, '{}') then
    raise exception 'the resellers of customer % are not those above its partner', new.id
      using errcode = 'check_violation', constraint = 'customer_resellers', table = 'customer';
  end if;
  return null;
end $$;
create trigger customer_begins_with_its_resellers after insert on customer for each row
  when (new.partner_id is not null or cardinality(new.partner_ids) > 0)
  execute function check_resellers_of_customer();
create trigger customer_keeps_its_resellers after update on customer for each row
  when (old.partner_id is distinct from new.partner_id or old.partner_ids <> new.partner_ids)
  execute function check_resellers_of_customer();
`;

/** Who sees a customer sees what it is shown under, whosever branding that is: hence as the owner of the tables. */
const BRANDING = `
create table branding (${KEPT},
  partner_id text unique references partner,
  customer_id text unique references customer,
  product_name text,
  logo_url text,
  primary_color text check (primary_color ~ '^#[0-9a-f]{6}$'),
  accent_color text check (accent_color ~ '^#[0-9a-f]{6}$'),
  support_email text,
  domain text constraint branding_domain unique,
  check (num_nonnulls(partner_id, customer_id) <= 1)
);
create unique index branding_of_company on branding ((true)) where partner_id is null and customer_id is null;

create function brandings_over(customer_ids text[]) returns table (
    customer_id text, distance integer, partner_id text, product_name text, logo_url text, primary_color text,
    accent_color text, support_email text, domain text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select c.id,
         case when b.customer_id is not null then 0
              when b.partner_id is not null then array_position(c.partner_ids, b.partner_id)
              else 1000 end,
         b.partner_id, b.product_name, b.logo_url, b.primary_color, b.accent_color, b.support_email, b.domain
    from customer c
    join branding b on b.customer_id = c.id or b.partner_id = any(c.partner_ids)
      or b.partner_id is null and b.customer_id is null
   where c.id = any(customer_ids)
$$;
revoke all on function brandings_over from public;
grant execute on function brandings_over to plimsoll_entitlements;
`;

/**
 * Entries: [{ planId, fromQuantity, monthlyPrice }], by plan and quantity. A price holds for a customer whosever list
 * it stands in, hence as the owner of the tables.
 */
const PRICE_LISTS = `
create table price_list (${KEPT},
  partner_id text references partner,
  supersedes_id text unique references price_list,
  name text not null,
  currency text not null check (currency ~ '^[A-Z]{3}$'),
  valid_from date not null,
  valid_to date check (valid_to > valid_from),
  entries jsonb not null default '[]' check (jsonb_typeof(entries) = 'array'),
  constraint price_lists_do_not_overlap exclude using gist (coalesce(partner_id, '') with =, currency with =,
    daterange(valid_from, valid_to) with &&) deferrable
);
create index on price_list (partner_id);

create function unit_price_for(reseller_id text, wanted_plan_id text, units integer, day date)
  returns table (amount text, currency text, price_list_id text)
  language sql stable security definer set search_path = public, pg_temp as $$
  select offered.amount, offered.currency, offered.price_list_id
    from (
      select coalesce(array_position(r.lineage, l.partner_id), 1000) as distance, l.currency, l.id as price_list_id,
             e."monthlyPrice" as amount, e."fromQuantity" as from_quantity
        from price_list l
        cross join lateral jsonb_to_recordset(l.entries)
          as e("planId" text, "fromQuantity" integer, "monthlyPrice" text)
        left join partner r on r.id = reseller_id
       where (l.partner_id is null or l.partner_id = any(r.lineage))
         and l.valid_from <= day and (l.valid_to is null or day < l.valid_to)
         and e."planId" = wanted_plan_id and e."fromQuantity" <= units
      union all
      select 2000, p.currency, null, p.monthly_price::text, 1 from plan p
       where p.id = wanted_plan_id and p.monthly_price is not null
    ) offered
    left join plan p on p.id = wanted_plan_id
   order by offered.distance, (offered.currency = p.currency) desc nulls last, offered.currency,
            offered.from_quantity desc
   limit 1
$$;
revoke all on function unit_price_for from public;
grant execute on function unit_price_for to plimsoll_entitlements;
`;

/** A reseller sees itself and all below it, with what hangs off these; never one above or beside. */
const TENANCY = `
drop policy reading on customer;
create policy reading on customer for select using ((select viewer_sees_all())
  or id = (select viewer_customer()) or partner_id = (select viewer_partner())
  or partner_ids @> array[(select viewer_partner())]);

drop policy reading on partner;
create policy reading on partner for select using ((select viewer_sees_all())
  or id = (select viewer_partner()) or lineage @> array[(select viewer_partner())]
  or (select viewer_customer()) is not null and exists (select 1 from customer c where c.partner_id = partner.id));

alter table branding enable row level security;
create policy reading on branding for select using ((select viewer_sees_all())
  or customer_id is null and partner_id is null and (select is_signed_in())
  or exists (select 1 from customer c where c.id = customer_id)
  or (select viewer_partner()) is not null and exists (select 1 from partner p where p.id = partner_id));
create policy writing on branding for all using ((select viewer_sees_all()));

alter table price_list enable row level security;
create policy reading on price_list for select using ((select viewer_sees_all())
  or (select viewer_partner()) is not null and exists (select 1 from partner p where p.id = partner_id));
create policy writing on price_list for all using ((select viewer_sees_all()));
`;

const FORMER_TENANCY = `
drop policy reading on customer;
create policy reading on customer for select using ((select viewer_sees_all())
  or id = (select viewer_customer()) or partner_id = (select viewer_partner()));
drop policy reading on partner;
create policy reading on partner for select using ((select viewer_sees_all())
  or id = (select viewer_partner())
  or (select viewer_customer()) is not null and exists (select 1 from customer c where c.partner_id = partner.id));
`;
