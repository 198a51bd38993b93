import type { Session } from '@plimsoll/shared';
import { CHANGE_INSTANT, IS_FINISHED } from '../change-analysis/index.js';

/** Costs of a month that name the same things, in one currency. */
export interface PoolRow {
  /** `YYYY-MM` (UTC dates). */
  month: string;
  kind: string;
  queueId: string | null;
  productId: string | null;
  assetId: string | null;
  /** The one it was merged into, where it was. */
  customerId: string | null;
  /** Decimal; below 0 takes back. */
  amount: string;
  currency: string;
  recordCount: number;
}

/** The costs of a stretch of dates (half-open), by month and by all they name; one statement. */
export function readPools(session: Session, from: string, to: string): Promise<PoolRow[]> {
  return session.query<PoolRow>(
    `select to_char(r.date, 'YYYY-MM') as month, r.kind, r.queue_id as "queueId", r.product_id as "productId",
            r.asset_id as "assetId", coalesce(c.merged_into, r.customer_id) as "customerId",
            trim_scale(sum(r.amount))::text as amount, r.currency, count(*)::integer as "recordCount"
       from cost_record r left join customer c on c.id = r.customer_id
      where r.date >= $1::date and r.date < $2::date
      group by 1, 2, 3, 4, 5, 6, 8 order by 1, 2, 3, 4, 5, 6, 8`,
    [from, to],
  );
}

/** Tickets that were resolved, of one customer, queue and tier. */
export interface ResolvedRow {
  customerId: string | null;
  queueId: string | null;
  tier: string | null;
  count: number;
}

/** Tickets resolved on a stretch of dates (UTC), merged ones left out; one statement. */
export function readResolved(session: Session, from: string, to: string): Promise<ResolvedRow[]> {
  return session.query<ResolvedRow>(
    `select customer_id as "customerId", queue_id as "queueId", tier, count(*)::integer as count
       from ticket
      where resolved_at >= ($1::date)::timestamp at time zone 'utc' and resolved_at < ($2::date)::timestamp at time zone 'utc'
        and merged_into_id is null
      group by 1, 2, 3`,
    [from, to],
  );
}

/** Seconds counted against uptime targets of a customer's product. */
export interface DowntimeRow {
  customerId: string;
  productId: string;
  seconds: number;
}

/** What counted in the months of customers that begin on a stretch of dates; one statement. */
export function readDowntime(session: Session, from: string, to: string): Promise<DowntimeRow[]> {
  return session.query<DowntimeRow>(
    `select customer_id as "customerId", product_id as "productId", sum(counted_seconds)::float8 as seconds
       from service_level_month
      where (month || '-01')::date >= $1::date and (month || '-01')::date < $2::date and counted_seconds > 0
      group by 1, 2`,
    [from, to],
  );
}

/** Recurring revenue of a customer for a product under a plan's support level, in one currency. */
export interface RevenueRow {
  customerId: string;
  productId: string | null;
  supportLevelId: string | null;
  /** Decimal. */
  amount: string;
  currency: string;
}

/**
 * Recurring revenue of a stretch of dates: each day of a price period is worth its monthly price ÷ the days of its month;
 * one statement.
 */
export function readRevenue(session: Session, from: string, to: string): Promise<RevenueRow[]> {
  return session.query<RevenueRow>(
    `select t.customer_id as "customerId", t.product_id as "productId", p.support_level_id as "supportLevelId", t.currency,
            round(sum(t.monthly_price * (least(coalesce(t.valid_to, m.next), m.next, $2::date) - greatest(t.valid_from, m.first, $1::date))
              / (m.next - m.first)), 10)::text as amount
       from (select first::date as first, (first + interval '1 month')::date as next
               from generate_series(date_trunc('month', $1::timestamp), $2::timestamp - interval '1 day', interval '1 month') first) m
       join subscription_term t on t.valid_from < least(m.next, $2::date)
        and (t.valid_to is null or t.valid_to > greatest(m.first, $1::date))
       left join plan p on p.id = t.plan_id
      group by 1, 2, 3, 4`,
    [from, to],
  );
}

/** What a customer was at an instant. */
export interface AttributesRow {
  customerId: string;
  segment: string | null;
  region: string | null;
  partnerId: string | null;
  accountManagerId: string | null;
}

/** What all customers were at an instant; one statement. */
export function readAttributes(session: Session, at: Date): Promise<AttributesRow[]> {
  return session.query<AttributesRow>(
    `select customer_id as "customerId", segment, region, partner_id as "partnerId", account_manager_id as "accountManagerId"
       from customer_version where valid_from <= $1 and valid_to > $1`,
    [at],
  );
}

/** Names of support levels and partners, by id; one statement. */
export async function readNames(session: Session): Promise<Map<string, string>> {
  const rows = await session.query<{ id: string; name: string }>(
    `select id, name from support_level where name is not null
     union all select id, name from partner where name is not null`,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Length of the union of the DOWN intervals of unplanned incidents that hit a customer within an interval, seconds. */
export async function readIncidentSeconds(session: Session, from: Date, to: Date): Promise<number> {
  const [row] = await session.query<{ seconds: number }>(
    `select coalesce(sum(extract(epoch from upper(span) - lower(span))), 0)::float8 as seconds
       from (select unnest(range_agg(tstzrange(greatest(i.impact_from, $1), least(coalesce(i.impact_to, $2), $2)))) as span
               from ledger_impact i join ledger_statement s using (incident_id, version)
              where i.current and i.state = 'DOWN' and not s.planned
                and i.impact_from < $2 and (i.impact_to is null or i.impact_to > $1)) united`,
    [from, to],
  );
  return row?.seconds ?? 0;
}

/** Changes that came to an end within an interval, as change outcomes count them; one statement. */
export async function countFinishedChanges(session: Session, from: Date, to: Date): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `select count(*)::integer as count from change c
      where ${CHANGE_INSTANT} >= $1 and ${CHANGE_INSTANT} < $2 and ${IS_FINISHED}`,
    [from, to],
  );
  return row?.count ?? 0;
}
