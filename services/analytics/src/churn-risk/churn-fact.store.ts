import type { Session } from '@plimsoll/shared';
import { readPreceding, type CustomerDay } from '../preceding-event/index.js';
import type { ChurnFacts } from './churn-feature.rules.js';

/** What a customer's subscriptions and answers tell on a day, from what happened before it. */
interface AccountFacts {
  readonly tenureDays: number;
  readonly expansions: number;
  readonly contractions: number;
  readonly cancellationsAsked: number;
  readonly satisfaction: number | null;
}

/** The same of each of these customers on its day, in order; one statement. */
function readAccountFacts(session: Session, days: readonly CustomerDay[]): Promise<AccountFacts[]> {
  return session.query<AccountFacts>(
    `with given as (
       select ordinality as place, value ->> 'customerId' as customer_id, (value ->> 'on')::date as day
         from jsonb_array_elements($1::jsonb) with ordinality)
     select coalesce(g.day - m.since, 0) as "tenureDays", m.expansions, m.contractions,
            (select count(distinct e.subscription_id)::int
               from subscription s
               join subscription_event e on e.subscription_id = s.id and e.type = 'CANCELLED' and not e.withdrawn
              where s.customer_id = g.customer_id and s.kind = 'STANDARD' and (s.ended_on is null or s.ended_on >= g.day)
                and e.occurred_on >= g.day - 180 and e.occurred_on < g.day) as "cancellationsAsked",
            (select avg(t.satisfaction)::float8 from ticket t
              where t.customer_id = g.customer_id and t.satisfaction is not null
                and coalesce(t.resolved_at, t.closed_at, 'infinity') >= (g.day - 180)::timestamp at time zone 'UTC'
                and coalesce(t.resolved_at, t.closed_at, 'infinity') < g.day::timestamp at time zone 'UTC') as satisfaction
       from given g
       cross join lateral (
         select max(occurred_on) filter (where kind in ('NEW', 'REACTIVATED')) as since,
                (count(distinct occurred_on) filter (where kind = 'EXPANSION' and occurred_on >= g.day - 90))::int
                  as expansions,
                (count(distinct occurred_on) filter (where kind = 'CONTRACTION' and occurred_on >= g.day - 90))::int
                  as contractions
           from revenue_movement where customer_id = g.customer_id and occurred_on < g.day) m
      order by g.place`,
    [JSON.stringify(days)],
  );
}

/** What is known of each of these customers on its day, in order; two statements. */
export async function readFacts(session: Session, days: readonly CustomerDay[]): Promise<ChurnFacts[]> {
  const preceding = await readPreceding(session, days);
  const accounts = await readAccountFacts(session, days);
  return accounts.flatMap((account, index) => {
    const before = preceding[index];
    return before === undefined ? [] : [{ ...before, ...account }];
  });
}

/** Who paid when a month began, and whether it was lost in the days from then. */
export interface ObservedDay extends CustomerDay {
  readonly lost: boolean;
}

/** Months looked back on. */
const MONTHS = 36;
/** More observations than so many are thinned out evenly, always to the same ones. */
const MOST_OBSERVATIONS = 20_000;

/**
 * The customers that paid at the beginning of each of the last 36 months of which it is known, at the beginning of a day,
 * who was lost in the `horizon` days from then; none before the first ticket on record, since nobody knows what preceded.
 * One statement.
 */
export function readObservedDays(session: Session, day: string, horizon: number): Promise<ObservedDay[]> {
  return session.query<ObservedDay>(
    `with months as (
       select month::date as day
         from generate_series(date_trunc('month', $1::date - $2::int) - make_interval(months => ${MONTHS - 1}),
                              date_trunc('month', $1::date - $2::int), interval '1 month') month
        where month >= coalesce((select min(opened_at) at time zone 'UTC' from ticket), '-infinity'::timestamp)),
     paying as (
       select distinct t.customer_id, m.day
         from months m join subscription_term t on t.valid_from < m.day and (t.valid_to is null or t.valid_to >= m.day)),
     placed as (
       select *, ('x' || left(md5(customer_id || day), 8))::bit(32)::bigint & 4294967295 as place,
              count(*) over () as total from paying)
     select customer_id as "customerId", day as "on",
            exists (select 1 from revenue_movement l where l.customer_id = p.customer_id and l.kind = 'CHURNED'
                       and l.occurred_on >= p.day and l.occurred_on < p.day + $2::int) as lost
       from placed p where place < 4294967296 * ${MOST_OBSERVATIONS} / total`,
    [day, horizon],
  );
}

/** Those of these customers that pay on a day; one statement. */
export async function readPaying(
  session: Session,
  customerIds: readonly string[],
  day: string,
): Promise<Set<string>> {
  const rows = await session.query<{ id: string }>(
    `select distinct customer_id as id from subscription_term
      where customer_id = any($1::text[]) and valid_from <= $2::date and (valid_to is null or valid_to > $2::date)`,
    [customerIds, day],
  );
  return new Set(rows.map(({ id }) => id));
}
