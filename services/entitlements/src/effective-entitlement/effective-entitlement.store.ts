import type { Session } from '@plimsoll/shared';
import type { ResponseTarget } from '../agreement/index.js';

/** Of what it is asked what applies: a customer; a product, an asset, both, or null for all it has; an instant. */
export interface Question {
  customerId: string;
  productId: string | null;
  assetId: string | null;
  at: Date;
}

/** An entitlement that held, with its agreement and the calendar of its targets; null is around the clock. */
export interface FoundEntitlement {
  entitlementId: string;
  agreementId: string;
  agreementName: string;
  uptimeTarget: string;
  agreementFrom: string;
  targets: ResponseTarget[];
  calendar: { timeZone: string; hours: string; holidays: string[] } | null;
}

/** What holds for one question. */
export interface FoundEntitlements {
  /** The day it is at the instant where the customer is, `YYYY-MM-DD`. */
  day: string;
  entitlements: FoundEntitlement[];
}

/**
 * What holds for each of these questions, in their order: the entitlements of the product and of the asset on the
 * day it is then where the customer is, under agreements in force on that day; null where the session's scope sees
 * no such customer. One statement.
 */
export async function findHolding(
  session: Session,
  questions: readonly Question[],
): Promise<(FoundEntitlements | null)[]> {
  const rows = await session.query<{ place: number } & FoundEntitlements>(
    `select asked.place::integer as place, local.day::text as day, coalesce(jsonb_agg(jsonb_build_object(
              'entitlementId', e.id, 'agreementId', a.id, 'agreementName', a.name,
              'uptimeTarget', trim_scale(a.uptime_target)::text, 'agreementFrom', a.valid_from, 'targets', a.targets,
              'calendar', case when b.id is not null then jsonb_build_object(
                'timeZone', b.time_zone, 'hours', b.hours, 'holidays', b.holidays) end) order by e.id)
              filter (where a.id is not null), '[]') as entitlements
       from unnest($1::text[], $2::text[], $3::text[], $4::timestamptz[])
            with ordinality as asked(customer_id, product_id, asset_id, at, place)
       join customer c on c.id = asked.customer_id
       cross join lateral (select (asked.at at time zone c.time_zone)::date as day) local
       left join entitlement e on e.customer_id = c.id
            and (e.product_id = asked.product_id or e.asset_id = asked.asset_id
                 or asked.product_id is null and asked.asset_id is null)
            and e.valid_from <= local.day and (e.valid_to is null or e.valid_to > local.day)
       left join agreement a on a.id = e.agreement_id and a.stage = 'IN_FORCE'
            and a.valid_from <= local.day and (a.valid_to is null or a.valid_to > local.day)
       left join calendar b on b.id = a.calendar_id
      group by asked.place, local.day`,
    [
      questions.map(({ customerId }) => customerId),
      questions.map(({ productId }) => productId),
      questions.map(({ assetId }) => assetId),
      questions.map(({ at }) => at),
    ],
  );
  const found = new Map(rows.map(({ place, ...answer }) => [place, answer]));
  return questions.map((_, index) => found.get(index + 1) ?? null);
}
