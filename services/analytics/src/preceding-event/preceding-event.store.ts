import type { Session } from '@plimsoll/shared';
import type { CustomerDay, Preceding, PrecedingTroubles } from './preceding-event.rules.js';

/** How far back it is looked, in days. */
const PRECEDING_DAYS = 90;

const TROUBLES = `
  (select count(*)::int from service_level_month m
    where m.customer_id = s.customer_id and m.breached and m.starts_on >= s.since and m.starts_on < s.until)
    as "breachedMonths",
  (select count(*)::int from sla_clock c
    where c.customer_id = s.customer_id and c.breached_at >= s.from_at and c.breached_at < s.to_at)
    as "breachedClocks",
  t.days as "ticketDays", t.reopenings`;

const ALL = `${TROUBLES},
  (select count(*)::int from escalation e
    where e.customer_id = s.customer_id and e.raised_at >= s.from_at and e.raised_at < s.to_at) as escalations,
  (select (avg(recent / earlier) - 1)::float8
     from (select coalesce(sum(u.value) filter (where u.day >= s.since), 0) as recent,
                  sum(u.value) filter (where u.day < s.since) as earlier
             from usage_day u
            where u.customer_id = s.customer_id and u.day >= s.since - ${PRECEDING_DAYS} and u.day < s.until
            group by u.metric) metrics
    where earlier > 0) as "usageChange"`;

const preceding = (asked: string) => `
  with given as (
    select ordinality as place, value ->> 'customerId' as customer_id, (value ->> 'on')::date as until,
           (value ->> 'on')::date - ${PRECEDING_DAYS} as since
      from jsonb_array_elements($1::jsonb) with ordinality),
  spans as (
    select *, since::timestamp at time zone 'UTC' as from_at, until::timestamp at time zone 'UTC' as to_at from given)
  select ${asked}
    from spans s
    cross join lateral (
      select coalesce(sum(extract(epoch from least(coalesce(resolved_at, closed_at, 'infinity'), s.to_at)
                                           - greatest(opened_at, s.from_at))), 0)::float8 / 86400 as days,
             coalesce(sum(reopened_count), 0)::int as reopenings
        from ticket
       where customer_id = s.customer_id and merged_into_id is null and opened_at < s.to_at
         and coalesce(resolved_at, closed_at, 'infinity') > s.from_at) t
   order by s.place`;

/** Days looked at in one statement: it stays well below the time that one may take. */
const AT_ONCE = 1_000;

/**
 * What preceded each of these days, in order; half-open days of UTC, so that nothing of the day itself counts. Merged
 * tickets are left out. One statement for a thousand days.
 */
export async function readPreceding(session: Session, days: readonly CustomerDay[]): Promise<Preceding[]> {
  const found: Preceding[] = [];
  for (let at = 0; at < days.length; at += AT_ONCE) {
    const some = days.slice(at, at + AT_ONCE);
    found.push(...(await session.query<Preceding>(preceding(ALL), [JSON.stringify(some)])));
  }
  return found;
}

/** The troubles alone. One statement. */
export function readPrecedingTroubles(
  session: Session,
  days: readonly CustomerDay[],
): Promise<PrecedingTroubles[]> {
  return session.query<PrecedingTroubles>(preceding(TROUBLES), [JSON.stringify(days)]);
}
