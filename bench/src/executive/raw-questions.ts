/** The same questions in plain SQL over the facts, as an analyst would write them; $1 and $2 the period, $3 the instant. */
export const RAW_QUESTIONS: Readonly<Record<string, string>> = {
  slaAttainment: `
    select to_char(m.starts_on, 'YYYY-MM') as month, count(*) as measured, count(*) filter (where not breached) as met,
           (select count(*) filter (where status = 'MET')::float8 / nullif(count(*), 0) from sla_clock
             where status in ('MET', 'BREACHED') and due_at >= $1::timestamptz and due_at < $2::timestamptz and due_at <= $3::timestamptz) as response
      from service_level_month m where m.starts_on >= $1::timestamptz and m.starts_on < $2::timestamptz group by 1 order by 1`,
  changeOutcomes: `
    select outcome, status, count(*), count(*) filter (where kind = 'EMERGENCY') from change
     where coalesce(ended_at, window_to, window_from, started_at) >= $1::timestamptz
       and coalesce(ended_at, window_to, window_from, started_at) < $2::timestamptz and ended_at <= $3::timestamptz group by 1, 2`,
  troublesomeAssets: `
    select i.asset_id, count(distinct i.incident_id) as incidents,
           sum(extract(epoch from coalesce(impact_to, $3::timestamptz) - impact_from)) filter (where state = 'DOWN') as down,
           count(distinct l.customer_id) as customers,
           (select count(*) from change c where i.asset_id = any(c.asset_ids) and c.outcome in ('FAILED', 'ROLLED_BACK')
               and c.ended_at >= $1::timestamptz and c.ended_at < $2::timestamptz) as failed
      from asset_impact i join asset_incident n using (incident_id)
      left join ledger_customer l on l.incident_id = i.incident_id
     where not n.planned and i.impact_from >= $1::timestamptz and i.impact_from < $2::timestamptz
     group by 1 order by 2 desc, 3 desc limit 10`,
  topCustomers: `
    with paying as (
      select customer_id, sum(monthly_price * case currency when 'USD' then 0.9 when 'GBP' then 1.15 else 1 end) as value
        from subscription_term where valid_from <= $3::timestamptz and (valid_to is null or valid_to > $3::timestamptz)
         and $1::timestamptz < $2::timestamptz group by 1 order by 2 desc limit 10)
    select p.*, (select count(*) from ticket t where t.customer_id = p.customer_id and resolved_at is null),
           (select 1 - sum(counted_seconds) / sum(length_seconds) from service_level_month m where m.customer_id = p.customer_id)
      from paying p`,
  incidentTrend: `
    select date_trunc('month', started_at, 'UTC'), count(*), count(*) filter (where resolved_at is null),
           avg(detected_at - started_at), percentile_cont(0.5) within group (order by detected_at - started_at),
           avg(restored_at - started_at), percentile_cont(0.9) within group (order by restored_at - started_at),
           avg(resolved_at - started_at), percentile_cont(0.9) within group (order by resolved_at - started_at)
      from incident i join ticket t using (id)
     where not planned and started_at >= $1::timestamptz and started_at < $2::timestamptz and started_at <= $3::timestamptz group by 1 order by 1`,
  trailingTwelveMonths: `
    with month as (
      select m as "from", m + interval '1 month' as "to"
        from generate_series(date_trunc('month', $3::timestamptz, 'UTC') - interval '11 months', $3::timestamptz, interval '1 month') m
       where $1::timestamptz < $2::timestamptz)
    select m."from",
           (select count(*) from ticket where opened_at >= m."from" and opened_at < m."to" and merged_into_id is null) as opened,
           r.resolved, r.first_contact, c.customers, l.uptime, l.credits
      from month m,
           lateral (select count(*) as resolved, count(*) filter (where reassigned_count = 0 and reopened_count = 0) as first_contact
                      from ticket where resolved_at >= m."from" and resolved_at < m."to" and merged_into_id is null) r,
           lateral (select count(distinct customer_id) as customers, sum(monthly_price) from subscription_term
                     where valid_from < m."to" and (valid_to is null or valid_to >= m."to")) c,
           lateral (select 1 - sum(counted_seconds) / sum(length_seconds) as uptime,
                           sum((select sum((x ->> 0)::numeric) from jsonb_array_elements(credits) x)) as credits
                      from service_level_month where starts_on = (m."from" at time zone 'UTC')::date) l`,
};
