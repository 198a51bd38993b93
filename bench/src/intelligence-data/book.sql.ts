/**
 * Statements that fill the accounts of a book. They know: `book` (one row: customers, tickets, incidents, changes, assets,
 * since, as_of) and `dice(n, salt)`, which gives the same number from 0 (included) to 1 for the same arguments.
 */
export const PREPARING = `
create temporary table book as
  select $1::int as customers, $2::int as tickets, $3::int as incidents, $4::int as changes, $5::int as assets,
         date_trunc('month', $6::timestamptz, 'UTC') - make_interval(months => $7::int - 1) as since,
         $6::timestamptz as as_of`;

export const DICE = `
create function pg_temp.dice(n bigint, salt int) returns float8 language sql immutable parallel safe
  return (hashint8extended(n, salt) & 1048575)::float8 / 1048576`;

export const ACCOUNTS: readonly string[] = [
  `insert into product (id, version, name) select 'prd_' || n, 1, 'Product ' || n from generate_series(1, 5) n`,
  `insert into support_level (id, version, name, agreement_id)
   select 'lvl_' || n, 1, (array['Standard', 'Premier', 'Platinum'])[n], 'sla_' || n from generate_series(1, 3) n`,
  `insert into agreement (id, version, name, valid_from, uptime_target, degraded_weight, maintenance_notice_hours,
     maintenance_cap_minutes, credit_tiers)
   select 'sla_' || n, 1, 'Agreement ' || n, '2020-01-01', (array['99.0', '99.9', '99.95'])[n], '0.5', '48', '120',
          '[{"below": "99.0", "percent": "10"}, {"below": "95.0", "percent": "25"}]'
     from generate_series(1, 3) n`,
  `insert into plan (id, version, name, product_id, support_level_id, agreement_id, tier)
   select format('pln_%s_%s', p, l), 1, format('Plan %s/%s', p, l), 'prd_' || p, 'lvl_' || l, 'sla_' || l, l
     from generate_series(1, 5) p, generate_series(1, 3) l`,
  `insert into pod (id, version, name, region)
   select 'pod_' || n, 1, 'Pod ' || n, (array['EMEA', 'AMER', 'APAC'])[1 + n % 3] from generate_series(1, 10) n`,
  `insert into queue (id, version, name) select 'que_' || n, 1, 'Queue ' || n from generate_series(1, 8) n`,
  `insert into team (id, version, name) select 'tem_' || n, 1, 'Team ' || n from generate_series(1, 8) n`,
  `insert into partner (id, version, name, region)
   select 'par_' || n, 1, 'Partner ' || n, (array['EMEA', 'AMER', 'APAC'])[1 + n % 3] from generate_series(1, 50) n`,
  `insert into exchange_rate (id, version, date, from_currency, to_currency, rate)
   select c || '-EUR-2020-01-01', 1, '2020-01-01', c, 'EUR', r from unnest(array['USD', 'GBP'], array[0.9, 1.15]) as t(c, r)`,
  `insert into customer (id, version, csi, name, segment, region, time_zone, vertical, partner_id, partner_ids,
     account_manager_id, active, locale)
   select 'cus_' || lpad(n::text, 6, '0'), 1, 'CSI-' || n, 'Customer ' || n,
          (array['SMB', 'SMB', 'SMB', 'MID_MARKET', 'MID_MARKET', 'ENTERPRISE'])[1 + floor(pg_temp.dice(n, 1) * 6)::int],
          (array['EMEA', 'AMER', 'APAC'])[1 + floor(pg_temp.dice(n, 2) * 3)::int],
          (array['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'UTC'])[1 + floor(pg_temp.dice(n, 3) * 4)::int],
          (array['Retail', 'Finance', 'Health', 'Public', 'Media'])[1 + floor(pg_temp.dice(n, 4) * 5)::int],
          partner, case when partner is null then '{}' else array[partner] end,
          'per_' || (1 + floor(pg_temp.dice(n, 6) * 40)::int), true, 'en-GB'
     from book, generate_series(1, book.customers) n,
          lateral (select case when pg_temp.dice(n, 5) < 0.5 then 'par_' || (1 + floor(pg_temp.dice(n, 7) * 50)::int) end) p(partner)`,
  `insert into customer_version (customer_id, version, recorded_at, valid_from, name, segment, region, vertical, partner_id,
     account_manager_id, active)
   select id, 1, since, '-infinity', name, segment, region, vertical, partner_id, account_manager_id, active from book, customer`,
];

/**
 * Each customer's subscription to one product, for every second one another to a second: a rise for a third of them, an end
 * of everything for a sixth. Days are set so that no two movements of a customer fall together.
 */
export const REVENUE: readonly string[] = [
  `create temporary table contract as
   select c.id as customer_id, k as n, 1 + (n.n % 5) as product, 1 + (n.n % 3) as level,
          (since::date - (floor(pg_temp.dice(n.n, 11) * 900))::int + (floor(pg_temp.dice(n.n, 12) * 200))::int + 40 * (k - 1))
            as started_on,
          case when pg_temp.dice(n.n, 13) < 0.16
               then since::date + 300 + floor(pg_temp.dice(n.n, 14) * (as_of::date - since::date - 310))::int end as ended_on,
          case when pg_temp.dice(n.n, 15) < 0.33 and k = 1
               then since::date + 260 + floor(pg_temp.dice(n.n, 16) * 20)::int end as raised_on,
          round((100 + 4900 * power(pg_temp.dice(n.n * 2 + k, 17), 4))::numeric, 2) as price,
          (array['EUR', 'EUR', 'USD', 'GBP'])[1 + floor(pg_temp.dice(n.n, 18) * 4)::int] as currency
     from book, customer c, lateral (select right(c.id, 6)::int as n) n, generate_series(1, 2) k
    where k = 1 or pg_temp.dice(n.n, 19) < 0.5`,
  `insert into subscription (id, version, customer_id, plan_id, product_id, kind, status, quantity, started_on, ended_on,
     renews_on, pod_id, terms, cancelled_on, end_reason, term)
   select format('sub_%s_%s', right(customer_id, 6), n), 1, customer_id, format('pln_%s_%s', product, level), 'prd_' || (1 + (product + n - 1) % 5),
          'STANDARD', case when ended_on is null then 'ACTIVE' else 'ENDED' end, 1, started_on, ended_on,
          case when ended_on is null then as_of::date + floor(pg_temp.dice(right(customer_id, 6)::int, 21) * 365)::int end,
          'pod_' || (1 + right(customer_id, 6)::int % 10),
          case when raised_on is null
               then jsonb_build_array(jsonb_build_array(started_on, ended_on, price::text, currency))
               else jsonb_build_array(jsonb_build_array(started_on, raised_on, price::text, currency),
                                      jsonb_build_array(raised_on, ended_on, (price + 50)::text, currency)) end,
          ended_on - 30, case when ended_on is null then null else (array['PRICE', 'SERVICE', 'BUSINESS_CLOSED', 'COMPETITOR'])
            [1 + floor(pg_temp.dice(right(customer_id, 6)::int, 22) * 4)::int] end, 'P1Y'
     from book, contract`,
  `insert into entitlement (id, version, customer_id, product_id, agreement_id, support_level_id, subscription_id, valid_from, valid_to)
   select 'ent_' || substr(id, 5), 1, customer_id, product_id, 'sla_' || right(plan_id, 1), 'lvl_' || right(plan_id, 1), id,
          started_on, ended_on
     from subscription`,
  `insert into subscription_term (subscription_id, valid_from, valid_to, customer_id, plan_id, product_id, monthly_price, currency)
   select s.id, (t ->> 0)::date, (t ->> 1)::date, s.customer_id, s.plan_id, s.product_id, (t ->> 2)::numeric, t ->> 3
     from subscription s, jsonb_array_elements(s.terms) t`,
  `insert into revenue_movement (customer_id, occurred_on, currency, kind, amount, plan_id, product_id, reason, tenure_days)
   select customer_id, started_on, currency, case n when 1 then 'NEW' else 'EXPANSION' end, price,
          format('pln_%s_%s', product, level), 'prd_' || product, null, 40 * (n - 1)
     from contract
   union all
   select customer_id, raised_on, currency, 'EXPANSION', 50, format('pln_%s_%s', product, level), 'prd_' || product, null,
          raised_on - started_on
     from contract where raised_on is not null
   union all
   select customer_id, min(ended_on), min(currency), 'CHURNED', sum(price) + 50 * count(raised_on),
          min(format('pln_%s_%s', product, level)), min('prd_' || product),
          (array['PRICE', 'SERVICE', 'BUSINESS_CLOSED', 'COMPETITOR'])[1 + floor(pg_temp.dice(right(customer_id, 6)::int, 22) * 4)::int],
          min(ended_on) - min(started_on)
     from contract where ended_on is not null group by customer_id`,
  `insert into subscription_event (id, version, subscription_id, customer_id, occurred_on, type, reason)
   select id || '/' || day::date || '/RENEWED', 1, id, customer_id, day::date, 'RENEWED', null
     from book, subscription, generate_series(started_on + interval '1 year', least(coalesce(ended_on, as_of::date), as_of::date) - 1, interval '1 year') day
   union all
   select id || '/' || cancelled_on || '/CANCELLED', 1, id, customer_id, cancelled_on, 'CANCELLED', end_reason
     from subscription where cancelled_on is not null`,
  `select refresh_service_accounts(array(select id from customer))`,
  `insert into cost_record (id, version, date, kind, amount, currency, queue_id)
   select format('cst_%s_%s', to_char(m, 'YYYYMM'), n), 1, m::date + 27, (array['support staff', 'hosting', 'telephony'])[n],
          10000 * n, 'EUR', null
     from book, generate_series(since, as_of, interval '1 month') m, generate_series(1, 3) n`,
];
