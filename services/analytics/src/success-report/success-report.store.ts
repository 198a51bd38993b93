import type { Session } from '@plimsoll/shared';

/** What the desk did for a customer in a period. */
export interface DeskFigures {
  customerId: string;
  opened: number;
  resolved: number;
  /** Open at the end of the period. */
  open: number;
  firstContact: number;
  medianFirstResponseSeconds: number | null;
  medianResolutionSeconds: number | null;
  ratings: number;
  meanRating: number | null;
  /** Verdicts on clocks due in the period, by target. */
  response: { target: string; met: number; breached: number }[];
}

/** What the desk did for each of these customers in a period, as far as the session's scope sees it; one statement. */
export function readDeskFigures(
  session: Session,
  customerIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<DeskFigures[]> {
  return session.query<DeskFigures>(
    `select a.id as "customerId", desk.*, coalesce(clocks.response, '[]') as response
       from unnest($1::text[]) a(id)
       cross join lateral (
         select (count(*) filter (where t.opened_at >= $2))::integer as opened,
                (count(*) filter (where t.solved))::integer as resolved,
                (count(*) filter (where t.resolved_at is null and t.closed_at is null
                   or coalesce(t.resolved_at, t.closed_at) >= $3))::integer as open,
                (count(*) filter (where t.solved and t.reassigned_count = 0 and t.reopened_count = 0))::integer
                  as "firstContact",
                percentile_cont(0.5) within group (order by extract(epoch from t.first_responded_at - t.opened_at)::float8)
                  filter (where t.first_responded_at >= $2 and t.first_responded_at < $3) as "medianFirstResponseSeconds",
                percentile_cont(0.5) within group (order by extract(epoch from t.resolved_at - t.opened_at)::float8)
                  filter (where t.solved) as "medianResolutionSeconds",
                count(t.satisfaction) filter (where t.solved)::integer as ratings,
                (avg(t.satisfaction) filter (where t.solved))::float8 as "meanRating"
           from (select o.*, o.resolved_at >= $2 and o.resolved_at < $3 as solved from ticket o
                  where o.customer_id = a.id and o.merged_into_id is null and o.opened_at < $3) t) desk
       cross join lateral (
         select jsonb_agg(jsonb_build_object('target', k.target, 'met', k.met, 'breached', k.breached) order by k.target)
                  as response
           from (select target, count(*) filter (where status = 'MET') as met,
                        count(*) filter (where status = 'BREACHED') as breached
                   from sla_clock
                  where customer_id = a.id and due_at >= $2 and due_at < $3
                    and (status = 'MET' and stopped_at < $3 or status = 'BREACHED' and breached_at < $3)
                  group by target) k) clocks`,
    [customerIds, from, to],
  );
}

/** What a customer used of a metric in a period, and in the one of the same length before it. */
export interface UsageTotal {
  customerId: string;
  metric: string;
  /** Decimals. */
  total: string;
  before: string;
}

/** Use by metric on the days (UTC) that lie in a period as a whole, and before it; one statement. */
export function readUsageTotals(
  session: Session,
  customerIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<UsageTotal[]> {
  return session.query<UsageTotal>(
    `with days as (
       select first, next, first - (next - first) as before
         from (select ceil(extract(epoch from $2::timestamptz) / 86400)::integer + date '1970-01-01' as first,
                      floor(extract(epoch from $3::timestamptz) / 86400)::integer + date '1970-01-01' as next) d
        where first < next)
     select u.customer_id as "customerId", u.metric,
            trim_scale(coalesce(sum(u.value) filter (where u.day >= days.first), 0))::text as total,
            trim_scale(coalesce(sum(u.value) filter (where u.day < days.first), 0))::text as before
       from days join usage_day u on u.customer_id = any($1::text[]) and u.day >= days.before and u.day < days.next
      group by 1, 2 order by 1, 2`,
    [customerIds, from, to],
  );
}

/** Something of value that a customer reached. */
export interface MilestoneRow {
  customerId: string;
  deploymentId: string;
  /** Null: the deployment went live. */
  name: string | null;
  reachedOn: string;
  /** Days since the deployment began. */
  days: number | null;
}

/** What these customers reached on the dates (UTC) of a period: milestones done and deployments gone live, in order; one statement. */
export function readMilestones(
  session: Session,
  customerIds: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<MilestoneRow[]> {
  return session.query<MilestoneRow>(
    `select r.customer_id as "customerId", r.id as "deploymentId", r.name, r.reached_on as "reachedOn",
            r.reached_on - r.started_on as days
       from (select d.customer_id, d.id, d.started_on, null as name, d.live_on as reached_on from deployment d
              where d.customer_id = any($1::text[]) and d.live_on is not null
             union all
             select d.customer_id, d.id, d.started_on, m ->> 'name', (m ->> 'completedOn')::date
               from deployment d cross join jsonb_array_elements(d.milestones) m
              where d.customer_id = any($1::text[]) and m ->> 'completedOn' is not null) r
      where r.reached_on >= ($2::timestamptz at time zone 'utc')::date
        and r.reached_on < ceil(extract(epoch from $3::timestamptz) / 86400)::integer + date '1970-01-01'
      order by r.customer_id, r.reached_on, r.id, r.name nulls last`,
    [customerIds, from, to],
  );
}

/** What a customer and the products it was measured on are called, and where it is. */
export interface CustomerNames {
  customerName: string;
  timeZone: string;
  productNames: ReadonlyMap<string, string>;
}

/** The names of those of these customers that the session's scope sees, by id; one statement. */
export async function readNames(
  session: Session,
  customerIds: readonly string[],
): Promise<Map<string, CustomerNames>> {
  const rows = await session.query<{
    id: string;
    customerName: string;
    timeZone: string;
    products: Record<string, string> | null;
  }>(
    `select c.id, c.name as "customerName", c.time_zone as "timeZone",
            (select jsonb_object_agg(p.id, p.name) from product p
              where p.id in (select m.product_id from service_level_month m where m.customer_id = c.id)) as products
       from customer c where c.id = any($1::text[])`,
    [customerIds],
  );
  return new Map(
    rows.map(({ id, products, ...one }) => [
      id,
      { ...one, productNames: new Map(Object.entries(products ?? {})) },
    ]),
  );
}
