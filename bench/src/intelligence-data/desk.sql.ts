/** Tickets numbered from $1 to $2, with a clock each; opened evenly over the months. Statements as `book.sql.ts` says. */
export const TICKETS: readonly string[] = [
  `insert into ticket (id, version, kind, status, nature, phase, priority, severity, channel, tier, category, team_id, queue_id,
     assignee_id, customer_id, product_id, opened_at, first_responded_at, resolved_at, closed_at, reopened_count,
     reassigned_count, satisfaction, external_verdict)
   select 'tkt_' || lpad(n::text, 8, '0'), 3,
          (array['QUESTION', 'QUESTION', 'REQUEST', 'DEFECT'])[1 + floor(pg_temp.dice(n, 31) * 4)::int],
          case when resolved_at is null then 'IN_PROGRESS' else 'CLOSED' end, null, null,
          (array['P1', 'P2', 'P3', 'P3', 'P4'])[1 + floor(pg_temp.dice(n, 32) * 5)::int],
          (array['CRITICAL', 'HIGH', 'MEDIUM', 'LOW'])[1 + floor(pg_temp.dice(n, 33) * 4)::int],
          (array['EMAIL', 'WEB', 'PHONE', 'CHAT'])[1 + floor(pg_temp.dice(n, 34) * 4)::int],
          (array['TIER_1', 'TIER_1', 'TIER_2', 'TIER_3'])[1 + floor(pg_temp.dice(n, 35) * 4)::int],
          'Category ' || (1 + floor(pg_temp.dice(n, 36) * 12)::int), 'tem_' || (1 + floor(pg_temp.dice(n, 37) * 8)::int),
          'que_' || (1 + floor(pg_temp.dice(n, 38) * 8)::int), 'per_' || (1 + floor(pg_temp.dice(n, 39) * 200)::int),
          'cus_' || lpad((1 + floor(customers * power(pg_temp.dice(n, 40), 2)))::int::text, 6, '0'),
          'prd_' || (1 + floor(pg_temp.dice(n, 41) * 5)::int),
          opened_at, case when answered_at <= as_of then answered_at end, resolved_at,
          resolved_at + interval '3 days',
          (pg_temp.dice(n, 43) < 0.05)::int, floor(pg_temp.dice(n, 44) * 2.6)::int,
          case when pg_temp.dice(n, 45) < 0.2 then 1 + floor(pg_temp.dice(n, 46) * 5)::int end, null
     from book, generate_series($1::int, $2::int) n,
          lateral (select since + (as_of - since) * ((n - 0.5) / tickets) as opened_at) o,
          lateral (select case when done <= as_of then done end as resolved_at
                     from (select opened_at + interval '1 hour' * (1 + 200 * power(pg_temp.dice(n, 47), 3)) as done) d) r,
          lateral (select least(opened_at + interval '4 hours' * pg_temp.dice(n, 42), resolved_at) as answered_at) a`,
  `insert into sla_clock (ticket_id, target, cycle, version, status, priority, customer_id, agreement_id, started_at, due_at,
     stopped_at, breached_at)
   select t.id, 'FIRST_RESPONSE', 1, 1, case when late then 'BREACHED' when first_responded_at is null then 'RUNNING' else 'MET' end,
          t.priority, t.customer_id, 'sla_' || (1 + n % 3), opened_at, opened_at + interval '4 hours',
          first_responded_at, case when late then opened_at + interval '4 hours' end
     from book, generate_series($1::int, $2::int) n
     join ticket t on t.id = 'tkt_' || lpad(n::text, 8, '0'),
          lateral (select pg_temp.dice(n, 48) < 0.06 and t.opened_at + interval '4 hours' < as_of as late) l`,
];

/** Incidents, what they did to assets and customers, changes, escalations. */
export const OPERATIONS: readonly string[] = [
  `insert into asset (id, version, name, kind, status, first_seen_at)
   select 'ast_' || lpad(n::text, 6, '0'), 1, 'Asset ' || n, (array['host', 'service', 'database', 'network'])[1 + n % 4], 'LIVE', since
     from book, generate_series(1, book.assets) n`,
  `insert into change (id, version, title, kind, status, outcome, asset_ids, window_from, window_to, started_at, ended_at)
   select 'chg_' || lpad(n::text, 6, '0'), 1, 'Change ' || n,
          (array['STANDARD', 'STANDARD', 'NORMAL', 'NORMAL', 'EMERGENCY'])[1 + floor(pg_temp.dice(n, 51) * 5)::int],
          case when pg_temp.dice(n, 52) < 0.05 then 'CANCELLED' else 'COMPLETED' end,
          case when pg_temp.dice(n, 52) >= 0.05 then
            (array['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED_WITH_ISSUES',
                   'FAILED', 'ROLLED_BACK'])[1 + floor(pg_temp.dice(n, 53) * 10)::int] end,
          array['ast_' || lpad((1 + floor(assets * power(pg_temp.dice(n, 54), 2)))::int::text, 6, '0')],
          ended_at - interval '2 hours', ended_at, ended_at - interval '2 hours', ended_at
     from book, generate_series(1, book.changes) n,
          lateral (select since + (as_of - since) * ((n - 0.5) / changes) as ended_at) e`,
  `create temporary table outage as
   select n, 'tkt_i' || lpad(n::text, 7, '0') as id, pg_temp.dice(n, 61) < 0.08 as planned,
          since + (as_of - since) * ((n - 0.5) / incidents) as started_at,
          interval '1 minute' * (5 + 240 * power(pg_temp.dice(n, 62), 3)) as lasts,
          'ast_' || lpad((1 + floor(assets * power(pg_temp.dice(n, 63), 3)))::int::text, 6, '0') as asset_id,
          'prd_' || (1 + floor(pg_temp.dice(n, 64) * 5)::int) as product_id,
          case when pg_temp.dice(n, 65) < 0.6 then 'DOWN' else 'DEGRADED' end as state,
          n < incidents - 2 as is_over
     from book, generate_series(1, book.incidents) n`,
  `insert into incident (id, version, planned, started_at, detected_at, acknowledged_at, mitigated_at, restored_at, cause_category,
     caused_by_change_id)
   select id, 1, planned, started_at, started_at + lasts * 0.1, started_at + lasts * 0.2, started_at + lasts * 0.7,
          case when is_over then started_at + lasts end,
          (array['HARDWARE', 'SOFTWARE', 'HUMAN', 'CONFIGURATION', 'NETWORK', 'UNKNOWN'])[1 + floor(pg_temp.dice(n, 66) * 6)::int],
          case when pg_temp.dice(n, 67) < 0.05 then 'chg_' || lpad((1 + floor(pg_temp.dice(n, 68) * changes))::int::text, 6, '0') end
     from book, outage`,
  `insert into ticket (id, version, kind, status, priority, severity, channel, category, team_id, queue_id, asset_ids, opened_at,
     first_responded_at, resolved_at, closed_at, reopened_count, reassigned_count)
   select id, 1, 'INCIDENT', case when is_over then 'CLOSED' else 'IN_PROGRESS' end, 'P1',
          (array['CRITICAL', 'HIGH'])[1 + n % 2], 'MONITORING', 'Category ' || (1 + n % 12), 'tem_1', 'que_1', array[asset_id],
          started_at + lasts * 0.1, started_at + lasts * 0.2, case when is_over then least(started_at + lasts * 1.5, as_of) end,
          case when is_over then least(started_at + lasts * 1.5, as_of) end, (n % 25 = 0)::int, n % 3
     from book, outage`,
  `insert into asset_incident (incident_id, version, planned) select id, 1, planned from outage`,
  `insert into asset_impact (incident_id, piece, asset_id, state, impact_from, impact_to)
   select id, 0, asset_id, state, started_at, case when is_over then started_at + lasts end from outage`,
  `insert into ledger_statement (incident_id, version, recorded_at, planned, announced_from, announced_to, notice_given_at)
   select id, 1, started_at + lasts, planned, case when planned then started_at end, case when planned then started_at + lasts end,
          case when planned then started_at - interval '4 days' end
     from outage`,
  `insert into ledger_impact (incident_id, version, piece, current, product_id, state, impact_from, impact_to)
   select id, 1, 0, true, product_id, state, started_at, case when is_over then started_at + lasts end from outage`,
  `insert into ledger_customer (incident_id, version, piece, customer_id)
   select distinct o.id, 1, 0, 'cus_' || lpad((1 + floor(customers * power(pg_temp.dice(o.n::bigint * 1000 + k, 71), 1.5)))::int::text, 6, '0')
     from book, outage o, generate_series(1, 120) k where k <= book.customers / 10`,
  `insert into escalation (id, version, ticket_id, customer_id, kind, raised_at, acknowledged_at)
   select 'esc_' || n, 1, t.id, t.customer_id, 'REQUESTED', t.opened_at + interval '2 hours', t.opened_at + interval '3 hours'
     from book, generate_series(1, tickets, 100) n join ticket t on t.id = 'tkt_' || lpad(n::text, 8, '0')`,
];

/** The ledger's months, as random as the rest: some counted, some broken, some with a credit; weekly usage; health's due dates. */
export const LEVELS: readonly string[] = [
  `insert into service_level_month (customer_id, product_id, agreement_id, month, starts_on, length_seconds, counted_seconds,
     excluded_seconds, unknown_seconds, uptime, uptime_target, headroom_seconds, breached, credit_percent, credits, computed_through)
   select e.customer_id, e.product_id, e.agreement_id, to_char(m, 'YYYY-MM'), m::date, length, counted, 0, 0,
          round(100 * (1 - counted / length), 12), a.uptime_target::numeric,
          (100 - a.uptime_target::numeric) / 100 * length - counted, counted > (100 - a.uptime_target::numeric) / 100 * length,
          case when counted > 0.01 * length then 10 else 0 end,
          case when counted > 0.01 * length then jsonb_build_array(jsonb_build_array(round(s.monthly_price / 10, 2)::text, s.currency))
               else '[]' end, as_of
     from book, entitlement e
     join agreement a on a.id = e.agreement_id
     join lateral (select monthly_price, currency from subscription_term t where t.subscription_id = e.subscription_id limit 1) s on true
     join generate_series(since at time zone 'UTC', as_of at time zone 'UTC', interval '1 month') m
       on e.valid_from <= m and (e.valid_to is null or e.valid_to > m)
    cross join lateral (select extract(epoch from (m + interval '1 month') - m) as length) l
    cross join lateral (select right(e.customer_id, 6)::bigint * 10000 + extract(month from m)::int * 37 + extract(year from m)::int as n) d
    cross join lateral (select case when pg_temp.dice(n, 81) < 0.3
       then round((120000 * power(pg_temp.dice(n, 82), 12))::numeric, 3) else 0 end as counted) x
   on conflict do nothing`,
  `insert into service_level_schedule (customer_id, computed_at, due_at) select id, as_of, 'infinity' from book, customer`,
  `insert into usage_day (customer_id, day, metric, component, path, value, count, last_at)
   select c.id, d::date, 'requests', 'api', '', 1000 + 500 * pg_temp.dice(right(c.id, 6)::int, extract(doy from d)::int), 10, d
     from book, customer c, generate_series(as_of - interval '26 weeks', as_of, interval '1 week') d`,
];
