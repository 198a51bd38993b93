import { euro, ratioOf, type Period } from './period.js';
import type { SourceDatabases } from './source-databases.js';

const byPeriod = ({ from, to, asOf }: Period) => [from, to, asOf];

/** `slaAttainment`: months of customers' products and clocks that met their target. */
export async function slaAttainment(sources: SourceDatabases, period: Period) {
  const rows = await sources.rows<Record<'month' | 'up' | 'months' | 'met' | 'clocks', string>>(
    `with month as (
       select first, to_char(first, 'YYYY-MM') as month, greatest(first at time zone 'UTC', $1::timestamptz) as from_at,
              least((first + interval '1 month') at time zone 'UTC', $2::timestamptz) as to_at
         from generate_series(date_trunc('month', $1::timestamptz at time zone 'UTC'),
                              $2::timestamptz at time zone 'UTC' - interval '1 millisecond', interval '1 month') as first)
     select month, up, months, met, clocks
       from month
      cross join lateral (
        select count(*) filter (where not breached) as up, count(*) as months from figures.level_month l
         where l.first_day::timestamp at time zone 'UTC' >= from_at and l.first_day::timestamp at time zone 'UTC' < to_at) levels
      cross join lateral (
        select count(*) filter (where status = 'MET') as met, count(*) as clocks from tickets.sla_clock
         where due_at >= from_at and due_at < to_at
           and (status = 'MET' and stopped_at <= $3 or status = 'BREACHED' and breached_at <= $3)) clocks
      order by month`,
    byPeriod(period),
  );
  const sum = (name: 'up' | 'months' | 'met' | 'clocks') =>
    rows.reduce((total, row) => total + Number(row[name]), 0);
  return {
    overall: ratioOf(sum('up') + sum('met'), sum('months') + sum('clocks')),
    uptime: ratioOf(sum('up'), sum('months')),
    response: ratioOf(sum('met'), sum('clocks')),
    byMonth: rows.map(({ month, up, months, met, clocks }) => ({
      month,
      ...ratioOf(Number(up) + Number(met), Number(months) + Number(clocks)),
    })),
  };
}

/** `lastDowntime`, as of the instant the ledger was measured at. */
export async function lastDowntime(sources: SourceDatabases) {
  const [last] = await sources.rows<{
    id: string;
    subject: string;
    ongoing: boolean;
    ended: string;
    since: string;
    customers: string;
  }>(
    `select t.id, t.subject, bool_or(lasts) as ongoing,
            to_char(max(to_at) at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as ended,
            extract(epoch from (select as_of from figures.instant) - max(to_at)) as since,
            count(distinct h.customer_id) as customers
       from figures.hit h join tickets.ticket t on t.id = h.incident_id
      where not planned and state = 'DOWN'
      group by t.id, t.subject order by ongoing desc, max(to_at) desc limit 1`,
  );
  if (!last) return null;
  const { id, subject, ongoing, ended, since, customers } = last;
  return {
    endedAt: ongoing ? null : ended,
    secondsSince: ongoing ? 0 : Number(since),
    ongoing,
    ticket: { id, subject },
    customerCount: Number(customers),
  };
}

/** When a change counts: where it ended, else its window, else where it began. */
const CHANGE_AT = 'coalesce(ended_at, window_to, started_at, window_from)';

/** `changeOutcomes`. */
export async function changeOutcomes(sources: SourceDatabases, period: Period) {
  const row = await sources.row<
    Record<'succeeded' | 'issues' | 'failed' | 'rolled' | 'cancelled' | 'emergency', string>
  >(
    `select count(*) filter (where outcome = 'SUCCEEDED') as succeeded,
            count(*) filter (where outcome = 'SUCCEEDED_WITH_ISSUES') as issues,
            count(*) filter (where outcome = 'FAILED') as failed,
            count(*) filter (where outcome = 'ROLLED_BACK') as rolled,
            count(*) filter (where status = 'CANCELLED') as cancelled,
            count(*) filter (where outcome is not null and kind = 'EMERGENCY') as emergency
       from assets.change
      where ${CHANGE_AT} >= $1 and ${CHANGE_AT} < $2 and ${CHANGE_AT} <= $3`,
    byPeriod(period),
  );
  const [succeeded, issues, failed, rolled] = [row.succeeded, row.issues, row.failed, row.rolled].map(Number);
  const finished = Number(succeeded) + Number(issues) + Number(failed) + Number(rolled);
  return {
    succeeded,
    succeededWithIssues: issues,
    failed,
    rolledBack: rolled,
    cancelled: Number(row.cancelled),
    successRate: ratioOf(Number(succeeded) + Number(issues), finished),
    emergencyShare: ratioOf(row.emergency, finished),
  };
}

/** `troublesomeAssets`. A credit is shared out by the weighted seconds of incidents, and then evenly over their assets. */
export async function troublesomeAssets(sources: SourceDatabases, period: Period, first: number) {
  const rows = await sources.rows<
    Record<'id' | 'name' | 'kind' | 'incidents' | 'down' | 'failed' | 'credits' | 'customers', string>
  >(
    `with impact as (
       select i.id as incident_id, i.planned, told->>'assetId' as asset_id, told->>'state' as state,
              (told->>'from')::timestamptz as from_at, least(coalesce((told->>'to')::timestamptz, $3), $3) as to_at
         from tickets.incident i join tickets.ticket t on t.id = i.id and t.merged_into_id is null
        cross join jsonb_array_elements(i.impacts) as told
        where told->>'assetId' is not null and (told->>'from')::timestamptz < $3
     ), failure as (
       select asset_id, count(*) as incidents from (
         select asset_id, incident_id, min(from_at) as began from impact where not planned group by 1, 2) each
        where began >= $1 and began < $2 group by 1
     ), down as (
       select asset_id, (select sum(extract(epoch from upper(r) - lower(r))) from unnest(during) as r) as seconds from (
         select asset_id, range_agg(tstzrange(from_at, to_at) * tstzrange($1, $2)) as during
           from impact where state = 'DOWN' and from_at < to_at group by 1) each
     ), change as (
       select asset_id, count(*) as failed from assets.change cross join unnest(asset_ids) as asset_id
        where outcome in ('FAILED', 'ROLLED_BACK')
          and ${CHANGE_AT} >= $1 and ${CHANGE_AT} < $2 and ${CHANGE_AT} <= $3 group by 1
     ), named as (
       select distinct incident_id, asset_id from impact
     ), credit as (
       select customer_id, product_id, agreement_id, month, sum(figures.rate(key, (first_day + interval '1 month')::date - 1) * value::numeric) as owed
         from figures.level_month cross join jsonb_each_text(owed)
        where first_day::timestamp at time zone 'UTC' >= $1 and first_day::timestamp at time zone 'UTC' < $2
        group by 1, 2, 3, 4
     ), part as (
       select h.customer_id, h.product_id, h.month, h.incident_id, h.planned,
              sum(case h.state when 'DOWN' then 1 when 'DEGRADED' then a.degraded_weight else 0 end
                  * extract(epoch from least(h.hit_to, h.span_to) - greatest(h.hit_from, h.span_from))) as weighted
         from figures.span_hit h join entitlements.agreement a on a.id = h.agreement_id
        group by 1, 2, 3, 4, 5
     ), weighed as (
       select *, sum(weighted) over (partition by customer_id, product_id, month) as total from (
         select *, bool_or(not planned) over (partition by customer_id, product_id, month) as unplanned from part) each
        where not planned or not unplanned
     ), share as (
       select incident_id, sum(owed * weighted / total) as owed
         from credit join weighed using (customer_id, product_id, month) where total > 0 group by 1
     ), paid as (
       select asset_id, sum(s.owed / (select count(*) from named o where o.incident_id = n.incident_id)) as credits
         from named n join share s using (incident_id) group by 1
     ), hit as (
       select n.asset_id, count(distinct h.customer_id) as customers from named n join figures.hit h using (incident_id)
        where not h.planned and h.from_at < $2 and h.to_at > $1 and h.state in ('DOWN', 'DEGRADED') group by 1
     )
     select a.id, a.name, a.kind, coalesce(incidents, 0) as incidents, coalesce(seconds, 0) as down,
            coalesce(failed, 0) as failed, round(coalesce(credits, 0), 2) as credits, coalesce(customers, 0) as customers
       from assets.asset a left join failure on failure.asset_id = a.id left join down on down.asset_id = a.id
       left join change on change.asset_id = a.id left join paid on paid.asset_id = a.id
       left join hit on hit.asset_id = a.id
      where coalesce(incidents, 0) + coalesce(seconds, 0) + coalesce(failed, 0) + coalesce(credits, 0) > 0
      order by coalesce(incidents, 0) desc, coalesce(seconds, 0) desc, coalesce(failed, 0) desc, a.id limit ${first}`,
    byPeriod(period),
  );
  return rows.map(({ id, name, kind, incidents, down, failed, credits, customers }) => ({
    asset: { id, name, kind },
    incidentCount: Number(incidents),
    downSeconds: Number(down),
    changesFailed: Number(failed),
    creditsPaid: euro(credits),
    customerCount: Number(customers),
  }));
}

const INTERVALS = {
  detect: ['started_at', 'detected_at'],
  acknowledge: ['detected_at', 'acknowledged_at'],
  mitigate: ['started_at', 'mitigated_at'],
  restore: ['started_at', 'restored_at'],
  resolve: ['started_at', 'resolved_at'],
} as const;

/** `incidentTrend`. */
export async function incidentTrend(sources: SourceDatabases, period: Period) {
  const figures = Object.entries(INTERVALS).map(([name, [start, end]]) => {
    const seconds = `extract(epoch from ${end} - ${start})::float8`;
    const measured = `filter (where ${end} >= ${start} and ${end} <= $3)`;
    return `json_build_object('mean', avg(${seconds}) ${measured},
      'median', percentile_cont(0.5) within group (order by ${seconds}) ${measured},
      'p90', percentile_cont(0.9) within group (order by ${seconds}) ${measured}) as ${name}`;
  });
  return sources.rows<object>(
    `with incident as (
       select i.*, t.resolved_at, t.reopened_count from tickets.incident i join tickets.ticket t on t.id = i.id
        where not i.planned and t.merged_into_id is null and i.started_at >= $1 and i.started_at < $2 and i.started_at <= $3
     ), month as (
       select to_char(first, 'YYYY-MM') as month
         from generate_series(date_trunc('month', $1::timestamptz at time zone 'UTC'),
                              least($2::timestamptz - interval '1 millisecond', $3::timestamptz) at time zone 'UTC',
                              interval '1 month') as first)
     select month, count(i.id)::int as "incidentCount",
            (count(i.id) filter (where resolved_at is null or resolved_at > $3))::int as "openCount",
            (count(i.id) filter (where reopened_count > 0))::int as "reopenedCount", ${figures.join(', ')}
       from month left join incident i on to_char(i.started_at at time zone 'UTC', 'YYYY-MM') = month
      group by month order by month`,
    byPeriod(period),
  );
}
