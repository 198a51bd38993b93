import type { Session } from '@plimsoll/shared';
import { BASELINE_DAYS, RECENT_DAYS, SELDOM_DAYS, type UsageWindows } from './usage-trend.rules.js';

/** What a customer used of a metric around one of the instants asked for. */
export interface UsageWindowsRow extends UsageWindows {
  customerId: string;
  /** Place of the instant among those asked for, from 0. */
  place: number;
}

/** Days that a reading goes back. */
const SEEN_DAYS = SELDOM_DAYS + BASELINE_DAYS;

/** `$1` the days of all instants with their places as rows `a(day, place)`; the windows of `u`, a day of use. */
const WINDOWS = `
  coalesce(sum(u.value) filter (where u.day >= a.day - ${RECENT_DAYS}), 0)::float8 as recent,
  coalesce(sum(u.value) filter (where u.day >= a.day - ${RECENT_DAYS + BASELINE_DAYS} and u.day < a.day - ${RECENT_DAYS}), 0)::float8
    as baseline,
  (count(distinct u.day) filter (where u.day >= a.day - ${RECENT_DAYS + BASELINE_DAYS} and u.day < a.day - ${RECENT_DAYS}))::integer
    as "baselineDays",
  coalesce(a.day - ${RECENT_DAYS} - min(u.day) filter (where u.day >= a.day - ${RECENT_DAYS + BASELINE_DAYS} and u.day < a.day - ${RECENT_DAYS}), 0)
    as "baselineSpan",
  coalesce(sum(u.value) filter (where u.day >= a.day - ${SELDOM_DAYS}), 0)::float8 as "seldomRecent",
  (count(distinct u.day) filter (where u.day >= a.day - ${SELDOM_DAYS}))::integer as "seldomRecentDays",
  coalesce(sum(u.value) filter (where u.day < a.day - ${SELDOM_DAYS}), 0)::float8 as "seldomBaseline",
  (count(distinct u.day) filter (where u.day < a.day - ${SELDOM_DAYS}))::integer as "seldomBaselineDays"`;

/**
 * What these customers used around the days (UTC) of these instants, as far as the session's scope sees it: one row a
 * customer, instant and metric; one statement.
 */
export function readUsageWindows(
  session: Session,
  customerIds: readonly string[],
  instants: readonly Date[],
): Promise<UsageWindowsRow[]> {
  return session.query<UsageWindowsRow>(
    `select u.customer_id as "customerId", (a.place - 1)::integer as place, u.metric, ${WINDOWS}
       from (select (i.at at time zone 'utc')::date as day, i.place
               from unnest($2::timestamptz[]) with ordinality i(at, place)) a
       join usage_day u on u.customer_id = any($1::text[]) and u.day >= a.day - ${SEEN_DAYS} and u.day < a.day
      group by u.customer_id, a.place, a.day, u.metric
      order by u.customer_id, a.place, u.metric`,
    [customerIds, instants],
  );
}

/** What a customer used of a metric in each of the last weeks. */
export interface UsageSeries {
  customerId: string;
  metric: string;
  /** The newest measurement on record. */
  lastUsedAt: Date;
  /** Weeks of seven days that end with yesterday (UTC), the earliest first. */
  weeks: { from: string; value: number }[];
}

/** The use of these customers week by week, and when each metric was used last before an instant; one statement. */
export function readUsageSeries(
  session: Session,
  customerIds: readonly string[],
  at: Date,
  weeks: number,
): Promise<UsageSeries[]> {
  return session.query<UsageSeries>(
    `with today as (select ($2::timestamptz at time zone 'utc')::date as day),
     used as (
       select u.customer_id, u.metric, u.day, u.value, u.last_at from usage_day u, today
        where u.customer_id = any($1::text[]) and u.day < today.day),
     metric as (select customer_id, metric, max(last_at) as last_at from used group by 1, 2)
     select m.customer_id as "customerId", m.metric, m.last_at as "lastUsedAt",
            jsonb_agg(jsonb_build_object('from', w.first, 'value', w.value) order by w.first) as weeks
       from metric m cross join today
       cross join lateral (
         select (today.day - 7 * n) as first,
                coalesce((select sum(value) from used u where u.customer_id = m.customer_id and u.metric = m.metric
                           and u.day >= today.day - 7 * n and u.day < today.day - 7 * (n - 1)), 0) as value
           from generate_series(1, $3::integer) n) w
      group by 1, 2, 3 order by 1, 2`,
    [customerIds, at, weeks],
  );
}

/** A part of a product that a customer used, and uses no more. */
export interface AbandonedPath {
  customerId: string;
  metric: string;
  component: string;
  path: string;
  lastUsedAt: Date;
  /** Different days of the baseline on which it was used. */
  daysUsed: number;
}

/**
 * What these customers used on at least so many different days of the baseline and on none of the last days, the most
 * used first; one statement.
 */
export function readAbandonedPaths(
  session: Session,
  customerIds: readonly string[],
  at: Date,
  leastDays: number,
): Promise<AbandonedPath[]> {
  return session.query<AbandonedPath>(
    `select u.customer_id as "customerId", u.metric, u.component, u.path, max(u.last_at) as "lastUsedAt",
            count(distinct u.day)::integer as "daysUsed"
       from usage_day u, (select ($2::timestamptz at time zone 'utc')::date as day) today
      where u.customer_id = any($1::text[]) and u.day < today.day and u.path <> ''
        and u.day >= today.day - ${RECENT_DAYS + BASELINE_DAYS}
      group by 1, 2, 3, 4, today.day
     having max(u.day) < today.day - ${RECENT_DAYS} and count(distinct u.day) >= $3
      order by 1, 6 desc, 2, 3, 4`,
    [customerIds, at, leastDays],
  );
}
