import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Resellers see the customers of those below them: a customer's copy names its reseller and all above it. One that is
 * older names the reseller alone, and is seen by it as before.
 */
export class ShowCustomersToResellers1790000000250 implements MigrationInterface {
  name = 'ShowCustomersToResellers1790000000250';

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table customer add partner_ids text[] not null default '{}';
      create index on customer using gin (partner_ids);
      drop policy reading on customer;
      create policy reading on customer for select using ((select viewer_reads_all()) or id = (select viewer_customer())
        or partner_id = (select viewer_partner()) or partner_ids @> array[(select viewer_partner())]);
    `);
    await runner.query(ACCOUNTS);
    await runner.query(REFRESHING);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      drop policy reading on customer;
      create policy reading on customer for select using ((select viewer_reads_all()) or id = (select viewer_customer())
        or partner_id = (select viewer_partner()));
      alter table customer drop partner_ids;
    `);
    await runner.query(FORMER_ACCOUNTS);
    await runner.query(FORMER_REFRESHING);
  }
}

const ACCOUNTS = `
alter table service_account add partner_ids text[] not null default '{}';
create index on service_account using gin (partner_ids);
drop policy reading on service_account;
create policy reading on service_account for select using ((select viewer_reads_all())
  or customer_id = (select viewer_customer()) or partner_id = (select viewer_partner())
  or partner_ids @> array[(select viewer_partner())]);
`;

const FORMER_ACCOUNTS = `
drop policy reading on service_account;
create policy reading on service_account for select using ((select viewer_reads_all())
  or customer_id = (select viewer_customer()) or partner_id = (select viewer_partner()));
alter table service_account drop partner_ids;
`;

const REFRESHING = `
create or replace function refresh_service_accounts(customer_ids text[]) returns void language sql as $$
  insert into service_account as kept (customer_id, partner_id, partner_ids, line)
  select c.id, c.partner_id, c.partner_ids,
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
     set partner_id = excluded.partner_id, partner_ids = excluded.partner_ids, line = excluded.line, changed_xid = pg_current_xact_id()
   where (kept.partner_id, kept.partner_ids, kept.line)
         is distinct from (excluded.partner_id, excluded.partner_ids, excluded.line)
$$;
`;

const FORMER_REFRESHING = `
create or replace function refresh_service_accounts(customer_ids text[]) returns void language sql as $$
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
