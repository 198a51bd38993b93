import { SqlParameters, type Session } from '@plimsoll/shared';
import type { Amount } from '../availability/index.js';
import { monthsAsOf, type LiveMonths } from '../service-level-month/index.js';

/** What a customer pays a month. */
export interface PayingCustomer {
  customerId: string;
  amounts: Amount[];
}

/**
 * The customers that pay most on a date (`YYYY-MM-DD`), the greatest first, equal ones by id; one statement.
 *
 * @param values of one unit of each currency, by which they are compared; what is paid in others counts nothing
 */
export function readTopPaying(
  session: Session,
  { date, values, first }: { date: string; values: ReadonlyMap<string, number>; first: number },
): Promise<PayingCustomer[]> {
  return session.query<PayingCustomer>(
    // In binary first, which is several times faster: whoever is near the last place or above it is summed exactly.
    `with near as materialized (
       select customer_id, sum(monthly_price::float8 * v.value) as value
         from subscription_term t
         join unnest($2::text[], $3::float8[]) as v(currency, value) using (currency)
        where t.valid_from <= $1::date and (t.valid_to is null or t.valid_to > $1::date)
        group by customer_id),
     ranked as (
       select n.customer_id, exact.value
         from near n
        cross join lateral (
          select round(sum(monthly_price * v.value), 4) as value
            from subscription_term t
            join unnest($2::text[], $3::numeric[]) as v(currency, value) using (currency)
           where t.customer_id = n.customer_id
             and t.valid_from <= $1::date and (t.valid_to is null or t.valid_to > $1::date) offset 0) exact
        where n.value >= coalesce(
          (select value * (1 - 1e-9) - 0.001 from near order by value desc offset $4::integer - 1 limit 1), '-infinity')
        order by 2 desc, 1 limit $4::integer)
     select customer_id as "customerId",
            (select jsonb_agg(jsonb_build_object('amount', amount, 'currency', currency) order by currency)
               from (select currency, sum(monthly_price)::text as amount from subscription_term t
                      where t.customer_id = ranked.customer_id
                        and t.valid_from <= $1::date and (t.valid_to is null or t.valid_to > $1::date)
                      group by currency) paid) as amounts
       from ranked order by value desc, customer_id`,
    [date, [...values.keys()], [...values.values()], first],
  );
}

/** How a customer has fared. */
export interface CustomerStanding {
  customerId: string;
  /** Seconds as decimal text: counted and measured over its months; null where nothing is measured. */
  countedSeconds: string | null;
  lengthSeconds: string | null;
  monthsBreached: number;
  clocksBreached: number;
  openTicketCount: number;
  /** `YYYY-MM-DD`; null where nothing is to be renewed. */
  renewsOn: string | null;
}

/**
 * How these customers have fared in local months (`YYYY-MM`, the earliest first) and stand at an instant; one statement.
 */
export function readStandings(
  session: Session,
  customerIds: readonly string[],
  question: { months: readonly string[]; asOf: Date; live: LiveMonths },
): Promise<CustomerStanding[]> {
  const parameters = new SqlParameters();
  const ids = `${parameters.add(customerIds)}::text[]`;
  const since = `${parameters.add(`${question.months[0]}-01`)}::date`;
  const asOf = `${parameters.add(question.asOf)}::timestamptz`;
  return session.query<CustomerStanding>(
    `with levels as (
       select customer_id, sum(counted_seconds)::text as "countedSeconds", sum(length_seconds)::text as "lengthSeconds",
              (count(*) filter (where breached))::int as "monthsBreached"
         from ${monthsAsOf(parameters, question, `k.customer_id = any(${ids})`)} m group by customer_id)
     select asked.id as "customerId", levels."countedSeconds", levels."lengthSeconds",
            coalesce(levels."monthsBreached", 0) as "monthsBreached", clocks.*, tickets.*, renewals.*
       from unnest(${ids}) as asked(id)
       left join levels on levels.customer_id = asked.id
       cross join lateral (
         select count(*)::int as "clocksBreached" from sla_clock
          where customer_id = asked.id and breached_at >= ${since} and breached_at <= ${asOf}) clocks
       cross join lateral (
         select count(*)::int as "openTicketCount" from ticket
          where customer_id = asked.id and opened_at <= ${asOf} and merged_into_id is null
            and (resolved_at is null or resolved_at > ${asOf})
            and (closed_at is null or closed_at > ${asOf})) tickets
       cross join lateral (
         select min(renews_on)::text as "renewsOn" from subscription
          where customer_id = asked.id and kind = 'STANDARD'
            and renews_on >= (${asOf} at time zone 'UTC')::date
            and (ended_on is null or ended_on > (${asOf} at time zone 'UTC')::date)) renewals`,
    parameters.values,
  );
}
