-- The headline request in one statement: the assets reached from the seeds by hard dependencies, the customers placed
-- on them, what is agreed with each, what the outage leaves of it, and a page of them with tickets and renewals.
--
-- $1 ids of the assets that go down   $2 from   $3 to   $4 instant of month-to-date figures   $5 page size
-- $6 the day from which renewals are ahead, in UTC
--
-- It knows less than the platform: reachability instead of groups with spare members, soft dependencies, context and
-- degraded seeds; an outage that is not planned, begins behind $4 and stays inside one local month; entitlements that
-- cover the whole month; currencies of two decimals. Joins are lateral and by index, since what a recursion reaches
-- cannot be estimated: a hash over all customers would cost the small answers more than the large ones gain.
with recursive
reached (asset_id) as (
  select a.id from asset a where a.id = any($1) and a.live
  union
  select d.consumer_id
    from reached r
    join dependency d on d.provider_id = r.asset_id and d.strength = 'HARD'
),
listed as materialized (
  select a.id, a.external_id, a.name, a.kind
    from (select asset_id from reached order by asset_id limit 100) r join asset a on a.id = r.asset_id
),
-- One row a time zone: the local month that the outage is in.
zone as materialized (
  select z.time_zone, to_char(z.start, 'YYYY-MM') as month, z.start::date as first_day,
         (z.start + interval '1 month')::date as next_month, z.start at time zone z.time_zone as starts_at,
         (z.start + interval '1 month') at time zone z.time_zone as ends_at,
         ($2::timestamptz at time zone z.time_zone)::date as day,
         ($4::timestamptz at time zone z.time_zone)::date as today
    from (select name as time_zone, date_trunc('month', $2::timestamptz at time zone name) as start
            from time_zone offset 0) z
),
-- The strictest agreement first.
strict as materialized (
  select a.*, row_number() over (order by uptime_target desc, valid_from, id)::integer as place from agreement a
),
placed as (
  select s.customer_id, s.product_id, s.started_on, s.ended_on, r.asset_id
    from reached r
    cross join lateral (
      select * from placement p where p.asset_id = r.asset_id and p.customer_id is not null offset 0) p
    cross join lateral (
      select * from subscription s
       where s.customer_id = p.customer_id and (p.product_id is null or s.product_id = p.product_id)
         and (p.pod_id is null or s.pod_id = p.pod_id) offset 0) s
  union all
  select s.customer_id, s.product_id, s.started_on, s.ended_on, p.asset_id
    from (select * from placement where customer_id is null) p
    join subscription s on (p.product_id is null or s.product_id = p.product_id)
     and (p.pod_id is null or s.pod_id = p.pod_id)
   where (p.asset_id in (select asset_id from reached)) is true
),
hit as materialized (
  select p.customer_id, p.product_id, z.time_zone, min(p.asset_id) as asset_id
    from placed p
    cross join lateral (select c.time_zone from customer c where c.id = p.customer_id offset 0) c
    join zone z on z.time_zone = c.time_zone
   where p.started_on <= z.day and (p.ended_on is null or p.ended_on > z.day)
   group by p.customer_id, p.product_id, z.time_zone
),
-- With the place of the agreement that rules and the pieces of the ledger since the month began, as text: it is
-- what pairs are told alike by.
subject as materialized (
  select h.*, (
           select min(a.place)
             from entitlement e join strict a on a.id = e.agreement_id
            where e.customer_id = h.customer_id and e.product_id = h.product_id
              and e.valid_from <= z.first_day and (e.valid_to is null or e.valid_to >= z.next_month)
              and (a.valid_from is null or a.valid_from <= z.first_day)
              and (a.valid_to is null or a.valid_to >= z.next_month)) as agreement_place,
         array(select l.piece_id from ledger_customer l
                where l.customer_id = h.customer_id and l.product_id = h.product_id order by l.piece_id)::text as pieces
    from hit h join zone z on z.time_zone = h.time_zone
),
-- What pairs have in common is worked out once.
figure as materialized (
  select f.time_zone, f.agreement_place, f.pieces, z.month, z.first_day, z.next_month, a.id as agreement_id,
         a.name as agreement_name, a.uptime_target, t.seconds as to_date, o.counted,
         (n.length - o.total) * 100 / n.length as uptime,
         (100 - a.uptime_target) * n.length / 100 - o.total as headroom,
         (select least(c.percent, a.credit_cap_percent) from credit_tier c
           where c.agreement_id = a.id and (n.length - o.total) * 100 < c.below * n.length
           order by c.below, c.percent desc limit 1) as credit_percent
    from (select time_zone, agreement_place, pieces from subject group by time_zone, agreement_place, pieces offset 0) f
    join zone z on z.time_zone = f.time_zone
    join strict a on a.place = f.agreement_place
    cross join lateral (
      -- The ledger inside the month and up to $4: unions of what was down and degraded, without what was maintenance
      -- alone, announced in time and within the allowance, which is taken up in the order of time.
      select (select coalesce(sum(extract(epoch from upper(u) - lower(u))), 0) from unnest(r.down) u)
             + case when r.degraded is null then 0 else a.degraded_weight * (
                 select coalesce(sum(extract(epoch from upper(u) - lower(u))), 0)
                   from unnest(r.degraded - coalesce(r.down, '{}')) u) end
             - case when r.has_maintenance then (
                 select coalesce(sum(x.weight * least(x.seconds, greatest(0,
                          coalesce(a.maintenance_cap_minutes * 60 - x.before, x.seconds)))), 0)
                   from (select p.weight, p.seconds, sum(p.seconds) over (order by p.starts_at) - p.seconds as before
                           from (select 1 as weight, lower(u) as starts_at,
                                        extract(epoch from upper(u) - lower(u)) as seconds
                                   from unnest(r.down - coalesce(r.counting, '{}')) u
                                 union all
                                 select a.degraded_weight, lower(u), extract(epoch from upper(u) - lower(u))
                                   from unnest(r.degraded - coalesce(r.down, '{}') - coalesce(r.counting, '{}')) u
                                ) p) x
               ) else 0 end as seconds
        from (
          select range_agg(l.span) filter (where l.state = 'DOWN') as down,
                 range_agg(l.span) filter (where l.state = 'DEGRADED') as degraded,
                 range_agg(l.span) filter (where not l.excludable) as counting,
                 bool_or(l.excludable) as has_maintenance
            from (
              select l.state,
                     tstzrange(greatest(l.impact_from, z.starts_at), least(l.impact_to, z.ends_at, $4)) as span,
                     coalesce(l.planned and l.notice_given_at
                         <= l.announced_from - a.maintenance_notice_hours * interval '1 hour'
                       and l.impact_from >= l.announced_from
                       and coalesce(l.impact_to, $4) <= l.announced_to, false) as excludable
                from ledger_piece l
               where l.id = any(f.pieces::integer[])
                 and l.impact_from < least($4, z.ends_at) and (l.impact_to is null or l.impact_to > z.starts_at)
               offset 0) l
        ) r offset 0) t
    cross join lateral (
      select extract(epoch from $3::timestamptz - $2::timestamptz) as counted,
             t.seconds + extract(epoch from $3::timestamptz - $2::timestamptz) as total offset 0) o
    cross join lateral (select extract(epoch from z.ends_at - z.starts_at) as length offset 0) n
),
pair as materialized (
  select s.customer_id, s.product_id, s.asset_id, s.time_zone, f.month, f.first_day, f.next_month, f.agreement_id,
         f.agreement_name, f.uptime_target, f.to_date, f.counted, f.uptime, f.headroom, f.credit_percent
    from subject s
    left join figure f on f.time_zone = s.time_zone and f.agreement_place = s.agreement_place and f.pieces = s.pieces
),
credit as materialized (
  select p.customer_id, p.product_id, c.currency, c.amount
    from pair p
    cross join lateral (
      select t.currency,
             round(sum(t.monthly_price * (least(coalesce(t.to_on, p.next_month), p.next_month)
                       - greatest(t.from_on, p.first_day)))
                   * p.credit_percent / (100 * (p.next_month - p.first_day)), 2) as amount
        from price_term t
       where t.customer_id = p.customer_id and t.product_id = p.product_id
         and t.from_on < p.next_month and (t.to_on is null or t.to_on > p.first_day)
       group by t.currency) c
   where p.credit_percent is not null
),
ranked as materialized (
  select customer_id,
         case when min(currency) <> max(currency) then '~' else coalesce(nullif(min(currency), 'EUR'), '') end
           as currency_group,
         case when min(currency) <> max(currency) then 0 else coalesce(sum(amount), 0) end as amount
    from (select customer_id, null as currency, null::numeric as amount from pair
          union all
          select customer_id, currency, amount from credit where amount <> 0) c
   group by customer_id
),
page as materialized (
  select customer_id, row_number() over (order by currency_group, amount desc, customer_id) as place
    from ranked order by currency_group, amount desc, customer_id limit $5
),
page_pair as materialized (
  select * from pair where (customer_id in (select customer_id from page)) is true
),
page_credit as materialized (
  select * from credit where (customer_id in (select customer_id from page)) is true
),
-- From everything that is shown back to a seed, over what was reached: of several ways the shortest, then the first.
way (shown, at, path) as (
  (select id, id, array[]::text[] from listed union select asset_id, asset_id, array[]::text[] from page_pair)
  union all
  select w.shown, d.provider_id, d.provider_id || w.path
    from way w
    cross join lateral (
      select d.provider_id from dependency d where d.consumer_id = w.at and d.strength = 'HARD' offset 0) d
   where w.at <> all($1) and d.provider_id <> all(w.path)
     and (d.provider_id in (select asset_id from reached)) is true
),
chain as materialized (
  select distinct on (shown) shown, path from way where at = any($1)
   order by shown, cardinality(path), path
),
link as materialized (
  select c.shown, json_agg(json_build_object('id', a.id, 'name', a.name) order by p.place) as causes
    from chain c
    cross join lateral unnest(c.path) with ordinality p (id, place)
    cross join lateral (select a.id, a.name from asset a where a.id = p.id offset 0) a
   group by c.shown
)
select json_build_object('whatIfOutage', json_build_object(
  'asOf', to_char($4::timestamptz at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
  'assets', json_build_object(
    'totalCount', (select count(*) from reached),
    'nodes', (
      select coalesce(json_agg(json_build_object(
               'state', 'DOWN',
               'causes', coalesce(c.causes, '[]'),
               'asset', json_build_object('id', l.id, 'externalId', l.external_id, 'name', l.name, 'kind', l.kind)
             ) order by l.id), '[]')
        from listed l left join link c on c.shown = l.id)),
  'exposure', json_build_object(
    'customerCount', (select count(*) from ranked),
    'breachCount', (select count(distinct customer_id) from pair where headroom < 0),
    'monthlyRecurringRevenue', (
      select coalesce(json_agg(json_build_object('amount', round(amount, 2)::text, 'currency', currency) order by currency), '[]')
        from (select t.currency, sum(t.monthly_price) as amount
                from (select distinct customer_id, time_zone from hit) h
                join zone z on z.time_zone = h.time_zone
                cross join lateral (
                  select t.currency, t.monthly_price from price_term t
                   where t.customer_id = h.customer_id
                     and t.from_on <= z.today and (t.to_on is null or t.to_on > z.today) offset 0) t
               group by t.currency) r
       where amount <> 0),
    'serviceCredits', (
      select coalesce(json_agg(json_build_object('amount', round(amount, 2)::text, 'currency', currency) order by currency), '[]')
        from (select currency, sum(amount) as amount from credit group by currency) c where amount <> 0),
    'customers', json_build_object(
      'totalCount', (select count(*) from ranked),
      'pageInfo', json_build_object('hasNextPage', (select count(*) > $5 from ranked)),
      'nodes', (
        select coalesce(json_agg(json_build_object(
          'state', 'DOWN',
          'downSeconds', extract(epoch from $3::timestamptz - $2::timestamptz),
          'degradedSeconds', 0,
          'causes', (
            select json_agg(json_build_object('id', a.id, 'name', a.name) order by w.place)
              from (select p.asset_id from page_pair p where p.customer_id = page.customer_id
                     order by p.product_id limit 1) h
              join chain c on c.shown = h.asset_id
              cross join lateral unnest(c.path || h.asset_id) with ordinality w (id, place)
              join asset a on a.id = w.id),
          'agreements', (
            select coalesce(json_agg(json_build_object(
                     'product', json_build_object('id', pr.id, 'name', pr.name),
                     'month', o.month,
                     'agreement', json_build_object('id', o.agreement_id, 'name', o.agreement_name,
                       'uptimeTarget', o.uptime_target::text),
                     'countedSeconds', o.counted,
                     'monthToDateSeconds', round(o.to_date, 3),
                     'projectedUptime', round(o.uptime, 12)::text,
                     'headroomSeconds', round(o.headroom, 3),
                     'breached', o.headroom < 0,
                     'serviceCredit', (
                       select json_build_object('amount', min(c.amount)::text, 'currency', min(c.currency))
                         from page_credit c where c.customer_id = o.customer_id and c.product_id = o.product_id
                        having count(*) = 1)
                   ) order by o.product_id), '[]')
              from page_pair o join product pr on pr.id = o.product_id
             where o.customer_id = page.customer_id and o.agreement_id is not null),
          'customer', json_build_object(
            'id', c.id, 'externalId', c.external_id, 'name', c.name, 'segment', c.segment,
            'supportLevel', (
              select json_build_object('name', l.name)
                from entitlement e
                join agreement a on a.id = e.agreement_id join support_level l on l.id = e.support_level_id
               where e.customer_id = c.id and e.valid_from <= $6::date and (e.valid_to is null or e.valid_to > $6::date)
               order by a.uptime_target desc, e.valid_from, e.id limit 1),
            'accountManager', (select json_build_object('id', p.id, 'name', p.name) from person p
                                where p.id = c.account_manager_id),
            'tickets', json_build_object(
              'totalCount', (select count(*) from ticket t
                              where t.customer_id = c.id and t.status not in ('RESOLVED', 'CLOSED')),
              'nodes', (
                select coalesce(json_agg(json_build_object('id', t.id, 'subject', t.subject, 'priority', t.priority)
                         order by t.opened_at desc, t.id desc), '[]')
                  from (select * from ticket t where t.customer_id = c.id and t.status not in ('RESOLVED', 'CLOSED')
                         order by t.opened_at desc, t.id desc limit 3) t)),
            'renewals', (
              select coalesce(json_agg(json_build_object('renewsOn', s.renews_on, 'subscription', json_build_object(
                       'id', s.id, 'monthlyPrice', json_build_object('amount', round(s.monthly_price, 2)::text,
                       'currency', s.currency))) order by s.renews_on, s.id), '[]')
                from subscription s
               where s.customer_id = c.id and s.ended_on is null
                 and s.renews_on between $6::date and $6::date + 90))
          ) order by page.place), '[]')
        from page join customer c on c.id = page.customer_id)))))::text as answer
