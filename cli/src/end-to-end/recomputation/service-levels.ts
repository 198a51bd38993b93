import type { SourceDatabases } from './source-databases.js';

/**
 * The ledger as the domain glossary says it (section 6), as of an instant, as tables of the schema `figures`:
 * `instant`, `hit` (a customer's product by an incident), `ruling` (which agreement on which days), `level_month`.
 */
const LEDGER = `
drop schema if exists figures cascade;
create schema figures;
create table figures.instant as select $AS_OF::timestamptz as as_of;

-- Units of the reporting currency for one of another, in force on a day.
create function figures.rate(given text, day date) returns numeric language sql stable as $$
  select case when given = 'EUR' then 1 else (
    select rate from entitlements.exchange_rate
     where from_currency = given and to_currency = 'EUR' and date <= day order by date desc limit 1) end $$;

-- What assets tell of the customers an incident hits, the newest statement, as far as it began by then.
create table figures.hit as
with told as (
  select distinct on (subject) subject as incident_id, data from bus.event order by subject, version desc)
select incident_id, (data->>'planned')::boolean as planned, (data->>'announcedFrom')::timestamptz as announced_from,
       (data->>'announcedTo')::timestamptz as announced_to, (data->>'noticeGivenAt')::timestamptz as notice_given_at,
       customer_id, impact->>'productId' as product_id, impact->>'state' as state,
       (impact->>'from')::timestamptz as from_at, least((impact->>'to')::timestamptz, as_of) as to_at,
       coalesce((impact->>'to')::timestamptz > as_of, true) as lasts
  from told cross join figures.instant
 cross join jsonb_array_elements(data->'impacts') as impact
 cross join jsonb_array_elements_text(impact->'customerIds') as customer_id
 where (impact->>'from')::timestamptz < as_of;

-- Day by day the agreement with the highest target rules, then the earliest, then the smallest id.
create table figures.ruling as
with held as (
  select e.customer_id, e.product_id, a.id as agreement_id, a.uptime_target, a.valid_from as agreed_from,
         daterange(e.valid_from, e.valid_to) * daterange(a.valid_from, a.valid_to) as days
    from entitlements.entitlement e join entitlements.agreement a on a.id = e.agreement_id
   where e.product_id is not null and a.stage = 'IN_FORCE'
), edge as (
  select customer_id, product_id, lower(days) as day from held where not isempty(days)
  union select customer_id, product_id, upper(days) from held where not isempty(days)
), piece as (
  select customer_id, product_id, day as first_day,
         lead(day) over (partition by customer_id, product_id order by day nulls last) as end_day,
         row_number() over (partition by customer_id, product_id order by day nulls last) as place
    from edge
), ruled as (
  select distinct on (p.customer_id, p.product_id, p.first_day)
         p.customer_id, p.product_id, h.agreement_id, daterange(p.first_day, p.end_day) as days
    from piece p join held h on h.customer_id = p.customer_id and h.product_id = p.product_id
     and h.days @> p.first_day
   where p.first_day is not null
   order by p.customer_id, p.product_id, p.first_day, h.uptime_target desc, h.agreed_from, h.agreement_id
)
select customer_id, product_id, agreement_id, range_agg(days) as days from ruled group by 1, 2, 3;

-- The local months, and their days that an agreement rules.
create table figures.ruled_month as
  select r.customer_id, r.product_id, r.agreement_id, c.time_zone, first::date as first_day,
         (first + interval '1 month')::date as end_day, to_char(first, 'YYYY-MM') as month, r.days
    from figures.ruling r join entitlements.customer c on c.id = r.customer_id cross join figures.instant
   cross join generate_series(date_trunc('month', lower(r.days)::timestamp),
                              date_trunc('month', as_of at time zone c.time_zone), interval '1 month') as first
   where r.days && daterange(first::date, (first + interval '1 month')::date);
create table figures.span as
  select customer_id, product_id, agreement_id, month, lower(part)::timestamp at time zone time_zone as from_at,
         upper(part)::timestamp at time zone time_zone as to_at
    from figures.ruled_month cross join unnest(days * datemultirange(daterange(first_day, end_day))) as part;
analyze figures.hit, figures.ruled_month, figures.span;
create table figures.span_hit as
  select s.customer_id, s.product_id, s.agreement_id, s.month, h.incident_id, h.planned, h.announced_from, h.announced_to,
         h.notice_given_at, h.state, h.from_at as hit_from, h.to_at as hit_to, s.from_at as span_from, s.to_at as span_to
    from figures.span s join figures.hit h on h.customer_id = s.customer_id and h.product_id = s.product_id
     and h.from_at < s.to_at and h.to_at > s.from_at;
analyze figures.span_hit;

-- Pieces between boundaries: the worst weight, excluded where every impact is maintenance as announced, up to the cap.
create table figures.level_month as
with length as (
  select customer_id, product_id, agreement_id, month, sum(extract(epoch from to_at - from_at)) as length_seconds
    from figures.span group by 1, 2, 3, 4
), edge as (
  select customer_id, product_id, agreement_id, month, at
    from figures.span_hit cross join unnest(array[hit_from, hit_to, announced_from, announced_to, span_from, span_to]) as at
   where at between span_from and span_to
  union select customer_id, product_id, agreement_id, month, at from figures.span_hit cross join unnest(array[span_from, span_to]) as at
), piece as (
  select *, lead(at) over (partition by customer_id, product_id, agreement_id, month order by at) as end_at from edge
), state as (
  select p.customer_id, p.product_id, p.agreement_id, p.month, p.at, p.end_at,
         extract(epoch from p.end_at - p.at) as seconds,
         max(case h.state when 'DOWN' then 1 when 'DEGRADED' then a.degraded_weight else 0 end) as weight,
         bool_and(h.planned and a.maintenance_notice_hours is not null and h.announced_from <= p.at and h.announced_to >= p.end_at
                  and h.notice_given_at <= greatest(h.hit_from, h.announced_from)
                                           - a.maintenance_notice_hours * interval '1 hour') is true as excludable,
         max(a.maintenance_cap_minutes) * 60 as cap
    from piece p
    join figures.span_hit h using (customer_id, product_id, agreement_id, month)
    join entitlements.agreement a on a.id = p.agreement_id
   where h.hit_from <= p.at and h.hit_to >= p.end_at and p.at >= h.span_from and p.end_at <= h.span_to
   group by 1, 2, 3, 4, 5, 6
), taken as (
  select *, case when not excludable then 0
       when cap is null then seconds
       else greatest(0, least(seconds, cap - coalesce(sum(seconds) filter (where excludable) over (
         partition by customer_id, product_id, month order by at rows between unbounded preceding and 1 preceding), 0))) end
       as excluded
    from state
), counted as (
  select customer_id, product_id, agreement_id, month, sum(weight * (seconds - excluded)) as counted_seconds,
         sum(excluded) as excluded_seconds from taken group by 1, 2, 3, 4
), fee as (
  select m.customer_id, m.product_id, m.agreement_id, m.month, t->>'currency' as currency,
         sum((t->>'monthlyPrice')::numeric * (
           select coalesce(sum(upper(d) - lower(d)), 0)
             from unnest(m.days * datemultirange(daterange(first_day, end_day) * daterange((t->>'from')::date, (t->>'to')::date))) as d
         ) / (m.end_day - m.first_day)) as fee
    from figures.ruled_month m
    join entitlements.subscription s on s.customer_id = m.customer_id and s.product_id = m.product_id and s.kind = 'STANDARD'
   cross join jsonb_array_elements(s.terms) as t
   group by 1, 2, 3, 4, 5
), level as (
  select l.*, coalesce(c.counted_seconds, 0) as counted_seconds, coalesce(c.excluded_seconds, 0) as excluded_seconds,
         a.uptime_target, a.credit_tiers, a.credit_cap_percent,
         coalesce(c.counted_seconds, 0) * 100 > (100 - a.uptime_target) * l.length_seconds as breached
    from length l left join counted c using (customer_id, product_id, agreement_id, month)
    join entitlements.agreement a on a.id = l.agreement_id
), credit as (
  select l.customer_id, l.product_id, l.agreement_id, l.month, f.currency,
         sign(f.fee) * floor(abs(f.fee * least(tier.percent, l.credit_cap_percent)) + 0.5) / 100 as amount
    from level l
   cross join lateral (
     select (t->>'percent')::numeric as percent from jsonb_array_elements(l.credit_tiers) as t
      where l.counted_seconds * 100 > (100 - (t->>'below')::numeric) * l.length_seconds
      order by (t->>'below')::numeric limit 1) as tier
    join fee f using (customer_id, product_id, agreement_id, month)
)
select l.customer_id, l.product_id, l.agreement_id, l.month, (l.month || '-01')::date as first_day, l.length_seconds,
       l.counted_seconds, l.excluded_seconds, l.uptime_target, l.breached,
       coalesce(o.owed, '{}') as owed
  from level l
  left join (select customer_id, product_id, agreement_id, month, jsonb_object_agg(currency, amount) as owed
               from credit where amount > 0 group by 1, 2, 3, 4) o using (customer_id, product_id, agreement_id, month)
 where l.length_seconds > 0;
`;

/** Works the ledger out as of an instant; what follows asks its tables. */
export async function measureServiceLevels(sources: SourceDatabases, asOf: string): Promise<void> {
  await sources.rows(LEDGER.replace('$AS_OF', `'${new Date(asOf).toISOString()}'`));
}
