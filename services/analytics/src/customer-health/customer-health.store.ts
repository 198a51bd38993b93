import type { Session } from '@plimsoll/shared';
import type { HealthFacts } from './customer-health.rules.js';
import { DESK_DAYS, RATING_DAYS } from './customer-health.rules.js';

/** What the desk and its subscriptions say of a customer at an instant. */
export interface HealthRow extends Omit<HealthFacts, 'serviceLevels' | 'usage'> {
  customerId: string;
  /** Place of the instant among those asked for, from 0. */
  place: number;
}

/**
 * What is known of these customers at each of these instants, as far as the session's scope sees it; one row a customer
 * and instant, one statement.
 */
export function readHealthFacts(
  session: Session,
  customerIds: readonly string[],
  instants: readonly Date[],
): Promise<HealthRow[]> {
  return session.query<HealthRow>(
    `select a.id as "customerId", (a.place - 1)::integer as place,
            desk."everAsked", desk."ticketDays", desk."openedByPriority", desk.ratings,
            clocks."clocksDue", clocks."clocksBreached",
            renewal."daysToRenewal", renewal.leaving
       from (select c.id, i.at, i.place, (i.at at time zone 'utc')::date as day
               from unnest($1::text[]) c(id) cross join unnest($2::timestamptz[]) with ordinality i(at, place)) a
       cross join lateral (
         select count(*) > 0 as "everAsked",
                coalesce(sum(greatest(0, extract(epoch from t.until - greatest(t.opened_at, a.at - $3::interval)))), 0)::float8
                  / 86400 as "ticketDays",
                coalesce((select jsonb_object_agg(p.priority, p.opened)
                   from (select o.priority, count(*) as opened from ticket o
                          where o.customer_id = a.id and o.merged_into_id is null and o.priority is not null
                            and o.opened_at >= a.at - $3::interval and o.opened_at < a.at
                          group by 1) p), '{}') as "openedByPriority",
                jsonb_build_object(
                  'count', count(t.satisfaction) filter (where t.solved_at >= a.at - $4::interval and t.solved_at < a.at),
                  'mean', avg(t.satisfaction) filter (where t.solved_at >= a.at - $4::interval and t.solved_at < a.at))
                  as ratings
           from (select o.opened_at, o.satisfaction, coalesce(o.resolved_at, o.closed_at) as solved_at,
                        least(coalesce(o.resolved_at, o.closed_at), a.at) as until
                   from ticket o
                  where o.customer_id = a.id and o.merged_into_id is null and o.opened_at < a.at) t) desk
       cross join lateral (
         select count(*)::integer as "clocksDue",
                (count(*) filter (where k.status = 'BREACHED'))::integer as "clocksBreached"
           from sla_clock k
          where k.customer_id = a.id and k.due_at >= a.at - $3::interval and k.due_at < a.at
            and (k.status = 'MET' and k.stopped_at < a.at or k.status = 'BREACHED' and k.breached_at < a.at)) clocks
       cross join lateral (
         select min(s.renews_on - a.day) filter (where s.term is distinct from 'MONTHLY') as "daysToRenewal",
                coalesce(bool_or(s.cancelled_on <= a.day), false) as leaving
           from subscription s
          where s.customer_id = a.id and s.kind = 'STANDARD' and s.started_on <= a.day
            and (s.ended_on is null or s.ended_on > a.day)
            and exists (select 1 from jsonb_array_elements(s.terms) t
                         where (t ->> 0)::date <= a.day and (t ->> 1 is null or (t ->> 1)::date > a.day)
                           and (t ->> 2)::numeric > 0)) renewal`,
    [customerIds, instants, `${DESK_DAYS} days`, `${RATING_DAYS} days`],
  );
}
