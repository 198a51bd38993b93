import type { Database } from '@plimsoll/shared';
import { refreshRevenue } from '../revenue/index.js';

/**
 * Puts a company into the tables of facts: 40 customers of three segments and two resellers, two years of tickets with clocks,
 * incidents, changes, subscriptions that come, grow and go, service-level months, usage. The same every time.
 */
export async function insertCompany(database: Database): Promise<void> {
  await database.transaction({ kind: 'SYSTEM' }, async (tx) => {
    for (const statement of STATEMENTS) await tx.query(statement);
    const customers = await tx.query<{ id: string }>('select id from customer');
    await refreshRevenue(
      tx,
      customers.map(({ id }) => id),
    );
  });
}

/** A number from 0 to below `below` that a text decides. */
const draw = (text: string, below: number) =>
  `((('x' || substr(md5(${text}), 1, 7))::bit(28)::integer) % ${below})`;

const STATEMENTS = [
  `insert into partner (id, version, name, region) values ('par_1', 1, 'Quay', 'EMEA'), ('par_2', 1, 'Wharf', 'AMER')`,
  `insert into product (id, version, name) values ('prd_1', 1, 'Ledger'), ('prd_2', 1, 'Courier')`,
  `insert into support_level (id, version, name) values ('lvl_1', 1, 'Basic'), ('lvl_2', 1, 'Premier')`,
  `insert into plan (id, version, name, product_id, support_level_id, tier) values
     ('pln_1', 1, 'Ledger S', 'prd_1', 'lvl_1', 1), ('pln_2', 1, 'Ledger L', 'prd_1', 'lvl_2', 2), ('pln_3', 1, 'Courier S', 'prd_2', 'lvl_1', 1)`,
  `insert into queue (id, version, name) values ('que_1', 1, 'First line'), ('que_2', 1, 'Second line')`,
  `insert into asset (id, version, name, kind, first_seen_at) select 'ast_' || n, 1, 'Asset ' || n, (array['HOST', 'SERVICE'])[1 + n % 2], '2024-01-01' from generate_series(1, 6) n`,
  `insert into customer (id, version, name, segment, region, vertical, time_zone, partner_id, account_manager_id, active)
     select 'cus_' || n, 2, 'Customer ' || n, (array['SMALL', 'MEDIUM', 'LARGE'])[1 + n % 3], (array['EMEA', 'AMER'])[1 + n % 2],
            (array['BANK', 'SHOP', null])[1 + n % 3], 'UTC', case when n % 4 = 0 then 'par_1' when n % 4 = 1 then 'par_2' end,
            'per_' || n % 3, n % 10 <> 9
       from generate_series(1, 40) n`,
  `insert into customer_version (customer_id, version, recorded_at, valid_from, valid_to, name, segment, region, vertical, partner_id, account_manager_id, active)
     select id, 1, '2024-01-01'::timestamptz, '-infinity'::timestamptz, '2025-06-15T10:00Z'::timestamptz, name, 'SMALL', region, vertical, partner_id, account_manager_id, active from customer
     union all
     select id, 2, '2025-06-15T10:00Z'::timestamptz, '2025-06-15T10:00Z'::timestamptz, 'infinity'::timestamptz, name, segment, region, vertical, partner_id, account_manager_id, active from customer`,
  `insert into ticket (id, version, kind, status, priority, severity, channel, tier, category, queue_id, customer_id, product_id, asset_ids,
                       opened_at, first_responded_at, resolved_at, closed_at, reopened_count, reassigned_count, satisfaction)
     select 'tkt_' || n, 1, case when ${draw(`'k' || n`, 5)} = 0 then 'INCIDENT' else 'REQUEST' end,
            case when ${draw(`'o' || n`, 12)} = 0 then 'OPEN' else 'CLOSED' end,
            'P' || (1 + ${draw(`'p' || n`, 4)}), 'SEV' || (1 + ${draw(`'s' || n`, 3)}), (array['PORTAL', 'EMAIL', 'PHONE'])[1 + ${draw(`'c' || n`, 3)}],
            'T' || (1 + ${draw(`'t' || n`, 2)}), (array['ACCESS', 'BILLING', 'FAULT', null])[1 + ${draw(`'g' || n`, 4)}], 'que_' || (1 + ${draw(`'q' || n`, 2)}),
            case when n % 50 <> 0 then 'cus_' || (1 + ${draw(`'u' || n`, 40)}) end, 'prd_' || (1 + ${draw(`'d' || n`, 2)}),
            case ${draw(`'a' || n`, 3)} when 0 then '{}'::text[] when 1 then array['ast_' || (1 + n % 6)] else array['ast_' || (1 + n % 6), 'ast_' || (1 + (n + 2) % 6)] end,
            at, at + make_interval(mins => 5 + ${draw(`'f' || n`, 600)}),
            case when ${draw(`'o' || n`, 12)} <> 0 then at + make_interval(mins => 30 + ${draw(`'r' || n`, 20000)}) end,
            case when ${draw(`'o' || n`, 12)} <> 0 then at + make_interval(mins => 30 + ${draw(`'r' || n`, 20000)}, days => 3) end,
            case when ${draw(`'e' || n`, 9)} = 0 then 1 else 0 end, ${draw(`'h' || n`, 3)}, nullif(${draw(`'y' || n`, 6)}, 0)
       from (select n, '2024-07-01T00:00Z'::timestamptz + make_interval(mins => n * 1000 + ${draw(`'m' || n`, 900)}) as at from generate_series(1, 1000) n) made`,
  `update ticket set merged_into_id = 'tkt_1' where id in ('tkt_33', 'tkt_66')`,
  `insert into entitlement (id, version, customer_id, support_level_id) select 'ent_' || id, 1, id, 'lvl_' || (1 + ${draw('id', 2)}) from customer`,
  `insert into sla_clock (ticket_id, target, cycle, version, status, priority, customer_id, entitlement_id, started_at, due_at, stopped_at)
     select id, 'FIRST_RESPONSE', 1, 1, case when first_responded_at <= opened_at + interval '4 hours' then 'MET' else 'BREACHED' end, priority,
            customer_id, 'ent_' || customer_id, opened_at, opened_at + interval '4 hours', first_responded_at from ticket where customer_id is not null`,
  `insert into incident (id, version, planned, started_at, detected_at, acknowledged_at, mitigated_at, restored_at, cause_category)
     select id, 1, ${draw('id', 6)} = 0, opened_at - interval '10 minutes', opened_at, opened_at + interval '7 minutes', null,
            resolved_at, (array['HUMAN_ERROR', 'HARDWARE', null])[1 + ${draw(`'z' || id`, 3)}]
       from ticket where kind = 'INCIDENT'`,
  `insert into change (id, version, title, kind, status, outcome, asset_ids, window_from, window_to, started_at, ended_at)
     select 'chg_' || n, 1, 'Change ' || n, (array['STANDARD', 'NORMAL', 'EMERGENCY'])[1 + ${draw(`'k' || n`, 3)}],
            case when n % 13 = 0 then 'CANCELLED' else 'COMPLETED' end,
            case when n % 13 <> 0 then (array['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED_WITH_ISSUES', 'FAILED', 'ROLLED_BACK'])[1 + ${draw(`'o' || n`, 5)}] end,
            array['ast_' || (1 + n % 6)], at, at + interval '2 hours', at, case when n % 13 <> 0 then at + interval '1 hour' end
       from (select n, '2024-07-03T20:00Z'::timestamptz + make_interval(days => n * 3) as at from generate_series(1, 200) n) made`,
  `insert into escalation (id, version, ticket_id, customer_id, kind, raised_at, acknowledged_at)
     select 'esc_' || id, 1, id, customer_id, 'FUNCTIONAL', opened_at + interval '1 hour', opened_at + interval '2 hours' from ticket where ${draw(`'x' || id`, 8)} = 0`,
  `insert into subscription (id, version, customer_id, plan_id, product_id, kind, status, quantity, started_on, ended_on, renews_on, term, end_reason, cancelled_on, terms)
     select 'sub_' || n, 1, 'cus_' || n, 'pln_' || (1 + n % 3), case when n % 3 = 2 then 'prd_2' else 'prd_1' end, 'STANDARD',
            case when ended is null then 'ACTIVE' else 'ENDED' end, n, began, ended, case when ended is null then began + 730 end, 'ANNUAL',
            case when ended is not null then (array['PRICE', 'QUALITY'])[1 + n % 2] end, case when ended is not null then ended - 30 end,
            jsonb_build_array(
              jsonb_build_array(began, began + 200, (100 + n)::text || '.50', case when n % 5 = 0 then 'USD' else 'EUR' end),
              jsonb_build_array(began + 200, null, (90 + 2 * n)::text, case when n % 5 = 0 then 'USD' else 'EUR' end))
       from (select n, '2024-06-10'::date + n * 9 as began, case when n % 6 = 0 then '2024-06-10'::date + n * 9 + 300 end as ended from generate_series(1, 36) n) made`,
  `insert into subscription_event (id, version, subscription_id, customer_id, occurred_on, type, reason)
     select id || '/c', 1, id, customer_id, cancelled_on, 'CANCELLED', end_reason from subscription where cancelled_on is not null
     union all
     select id || '/r', 1, id, customer_id, started_on + 365, 'RENEWED', null from subscription where ended_on is null`,
  `insert into exchange_rate (id, version, date, from_currency, to_currency, rate) values
     ('r1', 1, '2024-01-01', 'USD', 'EUR', 0.9), ('r2', 1, '2025-03-01', 'USD', 'EUR', 0.8)`,
  `insert into service_level_month (customer_id, product_id, agreement_id, month, starts_on, length_seconds, counted_seconds, excluded_seconds,
                                    unknown_seconds, uptime, uptime_target, headroom_seconds, breached, credit_percent, credits, computed_through)
     select c.id, 'prd_1', 'sla_1', to_char(m, 'YYYY-MM'), m::date, 2592000, counted, 60, 0, 100 * (1 - counted / 2592000.0), 99.9,
            2592 - counted, counted > 2592, case when counted > 2592 then 10 else 0 end,
            case when counted > 2592 then '[["12.50","EUR"]]'::jsonb else '[]' end, '2026-07-01'
       from customer c cross join generate_series('2024-07-01'::date, '2026-06-01', '1 month') m
       cross join lateral (select ${draw(`c.id || m`, 3000)} as counted) drawn`,
  `insert into usage_day (customer_id, day, metric, component, path, value, count, last_at)
     select c.id, d::date, metric, '', '', ${draw(`c.id || d || metric`, 500)}, 3, d + interval '20 hours'
       from customer c cross join generate_series('2025-01-01'::timestamptz, '2025-06-30', '5 days') d cross join (values ('logins'), ('calls')) as m(metric)`,
  `insert into deployment (id, version, customer_id, status, started_on, live_on, value_amount, value_currency)
     select 'dep_' || id, 1, customer_id, 'LIVE', started_on, started_on + 30, 1000, 'EUR' from subscription`,
];
