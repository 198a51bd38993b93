import type { Session } from '@plimsoll/shared';
import { scaled } from '../availability/index.js';
import { AMOUNT_DECIMALS } from '../revenue/index.js';

/** What is left of a cohort on the last day of a month, in one currency. */
export interface CohortSum {
  /** The first day of the month of the first payment. */
  readonly cohort: string;
  /** The first day of the month. */
  readonly month: string;
  readonly currency: string;
  readonly units: bigint;
  /** Customers that pay, each in one of its currencies only. */
  readonly customers: number;
}

/** The customers of a cohort. */
export interface CohortSize {
  readonly cohort: string;
  readonly customers: number;
}

const COHORTS = `
  select customer_id, date_trunc('month', occurred_on)::date as cohort
    from (select distinct customer_id, occurred_on from revenue_movement where kind = 'NEW') arrivals
   where occurred_on >= $1::date and occurred_on < $2::date`;

/** How many customers paid for the first time in each month of these days; one statement. */
export function readCohortSizes(session: Session, from: string, to: string): Promise<CohortSize[]> {
  return session.query<CohortSize>(
    `select cohort, count(*)::int as customers from (${COHORTS}) cohorts group by 1 order by 1`,
    [from, to],
  );
}

/**
 * What is left of each cohort of these days when each month up to `to` is over (of the last one: on the day before `to`);
 * months in which a cohort pays nothing are left out. One statement.
 */
export async function readCohortSums(session: Session, from: string, to: string): Promise<CohortSum[]> {
  const rows = await session.query<Omit<CohortSum, 'units'> & { amount: string }>(
    `with cohorts as (${COHORTS}),
     months as (
       select month::date as month, least((month + interval '1 month')::date, $2::date) as ends_on
         from generate_series(date_trunc('month', $1::date), $2::date - 1, interval '1 month') month),
     paid as (
       select c.cohort, m.month, t.customer_id, t.currency, sum(t.monthly_price) as amount,
              row_number() over (partition by m.month, t.customer_id order by t.currency) = 1 as first_of_customer
         from cohorts c
         join subscription_term t on t.customer_id = c.customer_id
         join months m on t.valid_from < m.ends_on and (t.valid_to is null or t.valid_to >= m.ends_on)
        group by 1, 2, 3, 4)
     select cohort, month, currency, sum(amount)::text as amount,
            count(*) filter (where first_of_customer)::int as customers
       from paid group by 1, 2, 3 order by 1, 2, 3`,
    [from, to],
  );
  return rows.map(({ amount, ...row }) => ({ ...row, units: scaled(amount, AMOUNT_DECIMALS) }));
}
