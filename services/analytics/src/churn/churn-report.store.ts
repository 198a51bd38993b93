import type { Session } from '@plimsoll/shared';
import { scaled } from '../availability/index.js';
import {
  AMOUNT_DECIMALS,
  COUNTED,
  RENEWAL_DAYS,
  type Days,
  type MovementKind,
  type MovementSum,
  type StockSum,
} from '../revenue/index.js';
import {
  NOT_RECORDED,
  type ChurnDimension,
  type LossRow,
  type SubscriptionSums,
} from './churn-report.rules.js';

/** Who a customer was, in its own words or another record's, when the period began; of its first version before that. */
const asItWas = (column: string) => `
  select c.customer_id, v.${column} as key from concerned c
    left join customer_version v on v.customer_id = c.customer_id
     and v.valid_from <= ($1::date)::timestamp at time zone 'UTC'
     and v.valid_to > ($1::date)::timestamp at time zone 'UTC'`;

/** Puts each customer in exactly one group. */
const KEYS: Record<ChurnDimension, string> = {
  SEGMENT: asItWas('segment'),
  PARTNER: asItWas('partner_id'),
  ACCOUNT_MANAGER: asItWas('account_manager_id'),
  REGION: asItWas('region'),
  VERTICAL: asItWas('vertical'),
  PLAN: `
  select c.customer_id, case when p.customer_id is null then a.plan_id else p.plan_id end as key from concerned c
    left join (select distinct on (customer_id) customer_id, plan_id from subscription_term
                where valid_from < $1::date and (valid_to is null or valid_to >= $1::date)
                order by customer_id, monthly_price desc, subscription_id) p on p.customer_id = c.customer_id
    left join (select distinct on (customer_id) customer_id, plan_id from moved where kind in ('NEW', 'REACTIVATED')
                order by customer_id, occurred_on, amount desc, currency) a on a.customer_id = c.customer_id`,
  REASON: `
  select c.customer_id, l.key from concerned c
    left join (select distinct on (customer_id) customer_id, coalesce(nullif(trim(reason), ''), '${NOT_RECORDED}') as key
                 from moved where kind = 'CHURNED'
                order by customer_id, occurred_on desc, amount desc, currency) l on l.customer_id = c.customer_id`,
  TENURE: `
  select c.customer_id, case when s.since is null then 'ARRIVED' when $1::date - s.since < 90 then 'UNDER_3_MONTHS'
      when $1::date - s.since < 365 then 'UNDER_1_YEAR' when $1::date - s.since < 730 then 'UNDER_2_YEARS'
      when $1::date - s.since < 1825 then 'UNDER_5_YEARS' else 'FROM_5_YEARS' end as key
    from concerned c
    left join (select m.customer_id, max(m.occurred_on) as since from revenue_movement m
                where m.kind in ('NEW', 'REACTIVATED') and m.occurred_on < $1::date
                  and m.customer_id in (select customer_id from paying)
                group by 1) s on s.customer_id = c.customer_id`,
};

const ALL = `
  select customer_id from paying union select customer_id from moved union select customer_id from renewals`;
const LOST = `select distinct customer_id from moved where kind = 'CHURNED'`;

/**
 * What was paid when the period began, what moved in it, what came up for renewal, and the group of each customer that
 * this concerns. What is not asked for is not read.
 */
const inPeriod = (by: ChurnDimension, concerned = ALL) => `
with paying as (
  select customer_id, currency, sum(monthly_price) as amount,
         row_number() over (partition by customer_id order by currency) = 1 as first_of_customer
    from subscription_term where valid_from < $1::date and (valid_to is null or valid_to >= $1::date)
   group by customer_id, currency),
moved as materialized (
  select customer_id, occurred_on, currency, kind, amount, plan_id, reason, tenure_days,
         leads, ${COUNTED('')} as counted
    from revenue_movement where occurred_on >= $1::date and occurred_on < $2::date),
renewals as materialized (
  select * from (${RENEWAL_DAYS}) days where occurred_on >= $1::date and occurred_on < $2::date),
concerned as (${concerned}),
keyed as (${KEYS[by]})`;

/** A group's stock and movements. */
export interface GroupSums {
  readonly key: string | null;
  readonly stock: StockSum[];
  readonly movements: MovementSum[];
}

/** Stock and movements of the groups of a period; one statement. */
export async function readGroupSums(session: Session, days: Days, by: ChurnDimension): Promise<GroupSums[]> {
  const rows = await session.query<{
    key: string | null;
    kind: MovementKind | 'STOCK';
    currency: string;
    counted: boolean;
    amount: string;
    customers: number;
    tenureDays: number;
  }>(
    `${inPeriod(by)}
     select k.key, 'STOCK' as kind, currency, true as counted, sum(amount)::text as amount,
            count(*) filter (where first_of_customer)::int as customers, 0 as "tenureDays"
       from paying join keyed k using (customer_id) group by 1, 3
     union all
     select k.key, kind, currency, counted, sum(amount)::text, count(*) filter (where leads)::int,
            coalesce(sum(tenure_days) filter (where leads), 0)::int
       from moved join keyed k using (customer_id) group by 1, 2, 3, 4`,
    [days.from, days.to],
  );
  const groups = new Map<string | null, GroupSums>();
  for (const { key, kind, amount, ...row } of rows) {
    const group = groups.get(key) ?? { key, stock: [], movements: [] };
    groups.set(key, group);
    const units = scaled(amount, AMOUNT_DECIMALS);
    if (kind === 'STOCK') group.stock.push({ ...row, units });
    else group.movements.push({ ...row, kind, units });
  }
  return [...groups.values()];
}

/** What became of the subscriptions of the groups of a period; one statement. */
export function readSubscriptionSums(
  session: Session,
  days: Days,
  by: ChurnDimension,
): Promise<SubscriptionSums[]> {
  return session.query<SubscriptionSums>(
    `${inPeriod(by)},
     steps as (
       select subscription_id, bool_or(type = 'UPGRADED') as upgraded, bool_or(type = 'DOWNGRADED') as downgraded
         from subscription_event
        where type in ('UPGRADED', 'DOWNGRADED') and not withdrawn
          and occurred_on >= $1::date and occurred_on < $2::date
        group by 1),
     asked as (select distinct subscription_id from renewals where asked > 0)
     select key, sum(subscriptions)::int as subscriptions, sum(cancelled)::int as cancelled,
            sum(upgraded)::int as upgraded, sum(downgraded)::int as downgraded, sum(due)::int as due,
            sum(renewed)::int as renewed, sum(asked)::int as "cancellationsAsked"
       from (
         select t.customer_id, 1 as subscriptions, (a.subscription_id is not null)::int as cancelled,
                coalesce(s.upgraded, false)::int as upgraded, coalesce(s.downgraded, false)::int as downgraded,
                0 as due, 0 as renewed, 0 as asked
           from subscription_term t
           left join asked a using (subscription_id)
           left join steps s using (subscription_id)
          where t.valid_from < $1::date and (t.valid_to is null or t.valid_to >= $1::date)
         union all
         select customer_id, 0, 0, 0, 0, due, renewed, asked from renewals) facts
       join keyed using (customer_id)
      group by 1`,
    [days.from, days.to],
  );
}

/** The losses of a period, the earliest first, and the group of each customer; one statement. */
export function readLosses(session: Session, days: Days, by: ChurnDimension): Promise<LossRow[]> {
  return session.query<LossRow>(
    `${inPeriod(by, LOST)}
     select m.customer_id as "customerId", m.occurred_on as "on", k.key,
            (array_agg(m.reason order by m.amount desc, m.currency))[1] as reason,
            (array_agg(m.plan_id order by m.amount desc, m.currency))[1] as "planId",
            max(m.tenure_days) as "tenureDays", bool_and(m.counted) as counted,
            jsonb_agg(jsonb_build_object('amount', m.amount::text, 'currency', m.currency) order by m.currency) as paid
       from moved m join keyed k using (customer_id) where m.kind = 'CHURNED'
      group by 1, 2, 3 order by 2, m.customer_id collate "C"`,
    [days.from, days.to],
  );
}

/** Those who stayed are too many to look at each: so many of them, always the same ones. */
const MOST_STAYED = 2_000;

/** At most 2,000, evenly, of those who paid when the period began and were not lost in it; one statement. */
export async function readStayed(session: Session, days: Days): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select customer_id as id
       from (select distinct customer_id from subscription_term
              where valid_from < $1::date and (valid_to is null or valid_to >= $1::date)
             except
             select customer_id from revenue_movement
              where kind = 'CHURNED' and occurred_on >= $1::date and occurred_on < $2::date) stayed
      order by md5(customer_id) limit ${MOST_STAYED}`,
    [days.from, days.to],
  );
  return rows.map(({ id }) => id);
}

/** The names of these partners or plans, by id; one statement. */
export async function readNames(
  session: Session,
  table: 'partner' | 'plan',
  ids: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ id: string; name: string | null }>(
    `select id, name from ${table} where id = any($1::text[])`,
    [ids],
  );
  return new Map(rows.flatMap(({ id, name }) => (name === null ? [] : [[id, name]])));
}
