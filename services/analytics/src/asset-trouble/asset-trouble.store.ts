import { SqlParameters, type Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import { monthBounds, type SliceFigures } from '../month-figure/index.js';
import { monthsAsOf, type LiveMonths } from '../service-level-month/index.js';
import type { AssetMonth, AssetsOfMonth } from './asset-trouble.rules.js';

const SLICES = `slice as materialized (
  select month, "from", least("to", $2::timestamptz) as "to", "to" as ends
    from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz))`;

/** Failures: unplanned incidents, in the month in which their first impact on the asset began. */
const FAILURES = `failure as (
  select s.month, a.asset_id, count(distinct a.incident_id)::int as incidents, max(a.impact_from) as settled_at
    from slice s
   cross join lateral (
     select * from asset_impact where impact_from >= s."from" and impact_from < s.ends and impact_from <= $2::timestamptz
     offset 0) a
    join asset_incident n using (incident_id)
   where not n.planned
     and not exists (select from asset_impact b
                      where (b.incident_id, b.asset_id) = (a.incident_id, a.asset_id) and b.impact_from < a.impact_from)
   group by s.month, a.asset_id)`;

/** The union of what was DOWN within the month until an end that is on record, and since when without one. */
const DOWN = `outage as materialized (
  select s.month, s."from", s.ends, a.*,
         min(a.impact_from) filter (where a.impact_to is null) over (partition by s.month, a.asset_id) as open_from
    from slice s
   cross join lateral (
     select asset_id, impact_from, impact_to from asset_impact
      where state = 'DOWN' and impact_from < s."to" and (impact_to is null or impact_to > s."from") offset 0) a),
down as (
  select month, asset_id, settled_at, open_from,
         (select coalesce(sum(extract(epoch from upper(span) - lower(span))), 0)::float8 from unnest(spans) as span) as seconds
    from (select month, asset_id, open_from, max(least(coalesce(impact_to, impact_from), ends)) as settled_at,
                 coalesce(range_agg(tstzrange(greatest(impact_from, "from"),
                   greatest(impact_from, "from", least(impact_to, ends, $2::timestamptz, open_from))))
                   filter (where impact_to is not null), '{}') as spans
            from outage group by month, asset_id, open_from) united)`;

const INSTANT = 'change_instant(ended_at, window_to, window_from, started_at)';
const CHANGED = `changed as (
  select s.month, asset_id, count(*)::int as failed, max(c.at) as settled_at
    from slice s
   cross join lateral (
     select asset_ids, ${INSTANT} as at from change
      where status <> 'CANCELLED' and outcome in ('FAILED', 'ROLLED_BACK')
        and ${INSTANT} >= s."from" and ${INSTANT} < s.ends and ${INSTANT} <= $2::timestamptz offset 0) c
    cross join unnest(c.asset_ids) as asset_id
   group by s.month, asset_id)`;

/**
 * Credits of the local months that bear the name of a month begun in the slice, shared out among the incidents that the
 * ledger has for the same customer and product, by their weighted seconds, and each incident's share evenly among the
 * assets it names. Planned work has a share only where nothing unplanned hit. Nothing behind `asOf` counts.
 *
 * @param months the service levels of a slice `s`, each with its `month`
 */
const creditedBy = (months: string) => `owed as materialized (
  select s.month, m.customer_id, m.product_id, m.agreement_id, m.credits,
         (m.month || '-01')::timestamp at time zone c.time_zone as first_at,
         ((m.month || '-01')::date + interval '1 month') at time zone c.time_zone as end_at,
         coalesce(g.degraded_weight::numeric, 1) as degraded_weight
    from slice s
   ${months}
   cross join lateral (select * from customer where customer.id = m.customer_id offset 0) c
    left join agreement g on g.id = m.agreement_id
   where s."from" = date_trunc('month', s."from", 'UTC') and s."from" <= $2::timestamptz),
impact as materialized (
  select s.month, i.*, t.planned
    from slice s
   cross join lateral (
     select * from ledger_impact
      where current and state <> 'UNKNOWN' and impact_from < s.ends + interval '1 day'
        and (impact_to is null or impact_to > s."from" - interval '1 day') offset 0) i
    join ledger_statement t on (t.incident_id, t.version) = (i.incident_id, i.version)),
hit as materialized (
  select i.month, i.incident_id, i.product_id, i.state, i.impact_from, i.impact_to, i.planned, l.customer_id
    from impact i
   cross join lateral (
     select customer_id from ledger_customer l
      where (l.incident_id, l.version, l.piece) = (i.incident_id, i.version, i.piece) offset 0) l),
contribution as materialized (
  select o.month, o.customer_id, o.product_id, o.agreement_id, i.incident_id, i.planned,
         sum(extract(epoch from least(i.impact_to, o.end_at, $2::timestamptz) - greatest(i.impact_from, o.first_at))
             * case i.state when 'DOWN' then 1 else o.degraded_weight end) as seconds
    from owed o
    join hit i using (month, customer_id, product_id)
   where i.impact_from < least(o.end_at, $2::timestamptz) and (i.impact_to is null or i.impact_to > o.first_at)
   group by o.month, o.customer_id, o.product_id, o.agreement_id, i.incident_id, i.planned),
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

const DAY_MS = 86_400_000;

/** Service levels as they are kept, for whoever works out a whole month ahead. */
const KEPT_MONTHS = `cross join lateral (
     select * from service_level_month
      where starts_on = (s."from" at time zone 'UTC')::date and credits <> '[]' offset 0) m`;

/**
 * What is on record against assets as of an instant; one statement.
 *
 * @param live service levels that stand otherwise then than they are kept; null: all as they are kept
 */
export async function readTrouble(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
  live: LiveMonths | null,
): Promise<SliceFigures<AssetsOfMonth>[]> {
  const parameters = new SqlParameters();
  parameters.add(JSON.stringify(slices));
  parameters.add(asOf);
  const months = live === null ? KEPT_MONTHS : monthsOfInstant(parameters, slices, asOf, live);
  const rows = await session.query<AssetMonth & { month: string; assetId: string; settledAt: Date | null }>(
    `with ${SLICES}, ${FAILURES}, ${DOWN}, ${CHANGED}, ${creditedBy(months)}
     select month, asset_id as "assetId", coalesce(incidents, 0) as "incidentCount",
            coalesce(seconds, 0) as "downSeconds", (extract(epoch from open_from) * 1000)::float8 as "openFrom", coalesce(failed, 0) as "changesFailed",
            coalesce(credits, '[]') as credits,
            greatest(failure.settled_at, down.settled_at, changed.settled_at) as "settledAt"
       from failure
       full join down using (month, asset_id)
       full join changed using (month, asset_id)
       full join credited using (month, asset_id)
      order by month, asset_id`,
    parameters.values,
  );
  return slices.map(({ month }) => {
    const own = rows.filter((row) => row.month === month);
    return {
      month,
      figures: Object.fromEntries(
        own.map(({ month: _, settledAt: __, assetId, ...figures }) => [assetId, figures]),
      ),
      settledAt: settledAt(month, own),
    };
  });
}

/** The service levels as of an instant, what is live counted up to it. */
function monthsOfInstant(
  parameters: SqlParameters,
  slices: readonly MonthSlice[],
  asOf: Date,
  live: LiveMonths,
): string {
  const months = slices.map(({ month }) => month);
  return `join ${monthsAsOf(parameters, { months, asOf, live }, `k.credits <> '[]'`)} m on m.month = s.month`;
}

/** From when on nothing of a month changes any more: what is owed for it, half a day after it is over in Greenwich. */
function settledAt(
  month: string,
  rows: readonly { settledAt: Date | null; credits: readonly unknown[] }[],
): Date | null {
  const latest = rows.map((row) => {
    const owed = row.credits.length > 0 ? monthBounds(month).to.getTime() + DAY_MS : -Infinity;
    return Math.max(row.settledAt?.getTime() ?? -Infinity, owed);
  });
  const last = Math.max(...latest);
  return Number.isFinite(last) ? new Date(last) : null;
}

/** Pieces of the ledger by which an asset hit customers. */
export interface HitPieces {
  readonly assetId: string;
  readonly keys: string[];
}

/** Names a piece; its customers become others under another name only, as the ledger is read. */
const PIECE_KEY = `concat_ws(' ', (select number from account_generation), i.incident_id, i.version, i.piece, nullif(i.revision, 0))`;

/** The pieces by which each of these assets has hit customers through unplanned incidents between two instants; one statement. */
export function readHitPieces(
  session: Session,
  assetIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<HitPieces[]> {
  return session.query<HitPieces>(
    `select asset_id as "assetId", array_agg(${PIECE_KEY}) as keys
       from (select distinct asset_id, incident_id from asset_impact
              where asset_id = any($1::text[]) and impact_from < $3 and (impact_to is null or impact_to > $2)) a
       join asset_incident n on n.incident_id = a.incident_id and not n.planned
      cross join lateral (
        select * from ledger_impact i
         where i.incident_id = a.incident_id and i.current and i.state <> 'UNKNOWN'
           and i.impact_from < $3 and (i.impact_to is null or i.impact_to > $2) offset 0) i
      group by asset_id`,
    [assetIds, from, to],
  );
}

/** The customers of these pieces, their ids separated by commas; of one without any there is no row. One statement. */
export function readPieceCustomers(
  session: Session,
  keys: readonly string[],
): Promise<{ key: string; customerIds: string }[]> {
  return session.query<{ key: string; customerIds: string }>(
    `select p.key, string_agg(l.customer_id, ',') as "customerIds"
       from (select ${PIECE_KEY} as key, i.incident_id, i.version, i.piece from ledger_impact i
              where i.incident_id = any(array(select split_part(key, ' ', 2) from unnest($1::text[]) as key))) p
       join ledger_customer l using (incident_id, version, piece)
      where p.key = any($1::text[])
      group by p.key`,
    [keys],
  );
}
