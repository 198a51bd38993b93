import type { Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';
import type { AssetMonth, AssetsOfMonth } from './asset-trouble.rules.js';

/** What is on record against assets in a month; an asset without anything is left out. */
export const assetMonths: MonthFamily<AssetsOfMonth> = {
  name: 'ASSETS',
  version: 1,
  facts: ['asset_impact', 'asset_incident', 'change', 'service_level_month'],
  measure: readTrouble,
};

const SLICES = `slice as materialized (
  select month, "from", least("to", $2::timestamptz) as "to", "to" as ends
    from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz))`;

/** Failures: unplanned incidents, in the month in which their first impact on the asset began. */
const FAILURES = `failure as (
  select s.month, a.asset_id, count(distinct a.incident_id)::int as incidents, max(a.impact_from) as settled_at
    from slice s
    join asset_impact a on a.impact_from >= s."from" and a.impact_from < s.ends and a.impact_from <= $2::timestamptz
    join asset_incident n using (incident_id)
   where not n.planned
     and not exists (select from asset_impact b
                      where (b.incident_id, b.asset_id) = (a.incident_id, a.asset_id) and b.impact_from < a.impact_from)
   group by s.month, a.asset_id)`;

/** The union of what was DOWN within the month. What lasts beyond it is the same however long it lasts. */
const DOWN = `down as (
  select month, asset_id, sum(extract(epoch from upper(span) - lower(span)))::float8 as seconds,
         max(settled_at) as settled_at
    from (select s.month, a.asset_id, max(least(coalesce(a.impact_to, s.ends), s.ends)) as settled_at,
                 unnest(range_agg(tstzrange(greatest(a.impact_from, s."from"),
                   least(coalesce(a.impact_to, s."to"), s."to")))) as span
            from slice s
            join asset_impact a on a.impact_from < s."to" and (a.impact_to is null or a.impact_to > s."from")
           where a.state = 'DOWN'
           group by s.month, a.asset_id) united
   group by month, asset_id)`;

const CHANGED = `changed as (
  select s.month, asset_id, count(*)::int as failed, max(c.at) as settled_at
    from slice s
    join (select asset_ids, change_instant(ended_at, window_to, window_from, started_at) as at
            from change where status <> 'CANCELLED' and outcome in ('FAILED', 'ROLLED_BACK')) c
      on c.at >= s."from" and c.at < s.ends and c.at <= $2::timestamptz
    cross join unnest(c.asset_ids) as asset_id
   group by s.month, asset_id)`;

/**
 * Credits of the local months that bear the name of a month begun in the slice, shared out among the incidents that the
 * ledger has for the same customer and product, by their weighted seconds, and each incident's share evenly among the
 * assets it names. Planned work has a share only where nothing unplanned hit.
 */
const CREDITED = `owed as materialized (
  select s.month, m.customer_id, m.product_id, m.agreement_id, m.credits,
         m.starts_on::timestamp at time zone c.time_zone as first_at,
         (m.starts_on + interval '1 month') at time zone c.time_zone as end_at,
         coalesce(g.degraded_weight::numeric, 1) as degraded_weight
    from slice s
    join service_level_month m on m.starts_on = (date_trunc('month', s."from" at time zone 'UTC'))::date
    join customer c on c.id = m.customer_id
    left join agreement g on g.id = m.agreement_id
   where s."from" = date_trunc('month', s."from", 'UTC') and s."from" <= $2::timestamptz and m.credits <> '[]'),
contribution as materialized (
  select o.month, o.customer_id, o.product_id, o.agreement_id, i.incident_id, t.planned,
         sum(extract(epoch from least(coalesce(i.impact_to, o.end_at), o.end_at) - greatest(i.impact_from, o.first_at))
             * case i.state when 'DOWN' then 1 else o.degraded_weight end) as seconds
    from owed o
    join ledger_customer l on l.customer_id = o.customer_id
    join ledger_impact i on (i.incident_id, i.version, i.piece) = (l.incident_id, l.version, l.piece)
     and i.current and i.product_id = o.product_id and i.state <> 'UNKNOWN'
     and i.impact_from < o.end_at and (i.impact_to is null or i.impact_to > o.first_at)
    join ledger_statement t on (t.incident_id, t.version) = (i.incident_id, i.version)
   group by o.month, o.customer_id, o.product_id, o.agreement_id, i.incident_id, t.planned),
share as (
  select k.*, k.seconds / nullif(sum(k.seconds) over same_month, 0) as share
    from (select c.*, bool_or(not planned) over (partition by month, customer_id, product_id, agreement_id) as unplanned
            from contribution c) k
   where not (k.planned and k.unplanned)
  window same_month as (partition by month, customer_id, product_id, agreement_id)),
named as (
  select incident_id, asset_id, count(*) over (partition by incident_id) as assets
    from (select distinct incident_id, asset_id from asset_impact
           where incident_id in (select incident_id from share)) pairs),
credited as (
  select month, asset_id, jsonb_agg(jsonb_build_object('amount', amount, 'currency', currency) order by currency) as credits
    from (select o.month, n.asset_id, credit ->> 1 as currency,
                 round(sum((credit ->> 0)::numeric * k.share / n.assets), 10)::text as amount
            from owed o
            join share k using (month, customer_id, product_id, agreement_id)
            join named n using (incident_id)
            cross join jsonb_array_elements(o.credits) as credit
           group by o.month, n.asset_id, credit ->> 1) summed
   group by month, asset_id)`;

async function readTrouble(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<SliceFigures<AssetsOfMonth>[]> {
  const rows = await session.query<AssetMonth & { month: string; assetId: string; settledAt: Date | null }>(
    `with ${SLICES}, ${FAILURES}, ${DOWN}, ${CHANGED}, ${CREDITED}
     select month, asset_id as "assetId", coalesce(incidents, 0) as "incidentCount",
            coalesce(seconds, 0) as "downSeconds", coalesce(failed, 0) as "changesFailed",
            coalesce(credits, '[]') as credits,
            greatest(failure.settled_at, down.settled_at, changed.settled_at) as "settledAt"
       from failure
       full join down using (month, asset_id)
       full join changed using (month, asset_id)
       full join credited using (month, asset_id)
      order by month, asset_id`,
    [JSON.stringify(slices), asOf],
  );
  return slices.map(({ month }) => {
    const own = rows.filter((row) => row.month === month);
    const latest = Math.max(...own.map(({ settledAt }) => settledAt?.getTime() ?? -Infinity));
    return {
      month,
      figures: Object.fromEntries(
        own.map(({ month: _, settledAt: __, assetId, ...figures }) => [assetId, figures]),
      ),
      settledAt: Number.isFinite(latest) ? new Date(latest) : null,
    };
  });
}

/** How many customers each of these assets has hit through unplanned incidents between two instants; one statement. */
export async function readHitCustomers(
  session: Session,
  assetIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<Map<string, number>> {
  const rows = await session.query<{ assetId: string; count: number }>(
    `select a.asset_id as "assetId", count(distinct l.customer_id)::int as count
       from (select distinct asset_id, incident_id from asset_impact
              where asset_id = any($1::text[]) and impact_from < $3 and (impact_to is null or impact_to > $2)) a
       join asset_incident n on n.incident_id = a.incident_id and not n.planned
       join ledger_impact i on i.incident_id = a.incident_id and i.current and i.state <> 'UNKNOWN'
        and i.impact_from < $3 and (i.impact_to is null or i.impact_to > $2)
       join ledger_customer l on (l.incident_id, l.version, l.piece) = (i.incident_id, i.version, i.piece)
      group by a.asset_id`,
    [assetIds, from, to],
  );
  return new Map(rows.map(({ assetId, count }) => [assetId, count]));
}
