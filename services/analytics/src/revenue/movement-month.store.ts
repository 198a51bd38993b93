import { SqlParameters, type Session } from '@plimsoll/shared';
import { scaled } from '../availability/index.js';
import type { MonthSlice } from '../executive/index.js';
import { heldFigures, type MonthFamily, type SliceFigures } from '../month-figure/index.js';
import type { MovementSum } from './bridge.rules.js';
import { daysOf } from './revenue-day.rules.js';
import { COUNTED } from './revenue-month.store.js';
import { AMOUNT_DECIMALS } from './revenue-movement.rules.js';

/** What moved in a month, by kind and currency. The amount is decimal text. */
export interface MovementFigures extends Omit<MovementSum, 'units'> {
  readonly amount: string;
}

/** Revenue movements by the month of their day. */
export const movementMonths: MonthFamily<readonly MovementFigures[]> = {
  name: 'REVENUE',
  version: 1,
  facts: ['revenue_movement'],
  measure: readMovementMonths,
};

async function readMovementMonths(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<SliceFigures<readonly MovementFigures[]>[]> {
  const days = slices.map((slice) => ({ month: slice.month, ...daysOf(slice, asOf) }));
  return session.query<SliceFigures<readonly MovementFigures[]>>(
    `select s.month, moved.figures, (moved.last_on::timestamp at time zone 'UTC') as "settledAt"
       from jsonb_to_recordset($1::jsonb) as s(month text, "from" date, "to" date)
      cross join lateral (
        select coalesce(jsonb_agg(jsonb_build_object('kind', kind, 'currency', currency, 'counted', counted,
                 'amount', amount, 'customers', customers, 'tenureDays', tenure_days)), '[]') as figures,
               max(last_on) as last_on
          from (select kind, currency, counted, sum(amount)::text as amount, count(*) filter (where leads)::int as customers,
                       coalesce(sum(tenure_days) filter (where leads), 0)::int as tenure_days, max(occurred_on) as last_on
                  from (select *, ${COUNTED('')} as counted from revenue_movement
                         where occurred_on >= s."from" and occurred_on < s."to") judged
                 group by 1, 2, 3) summed) moved`,
    [JSON.stringify(days)],
  );
}

/** A month's figures as sums. */
export function movementSumsOf(figures: readonly MovementFigures[]): MovementSum[] {
  return figures.map(({ amount, ...one }) => ({ ...one, units: scaled(amount, AMOUNT_DECIMALS) }));
}

/**
 * All movements before a day (`YYYY-MM-DD`), whether rates count them aside: months that were worked out ahead as they were,
 * the others from the facts; one statement.
 */
export async function readMovementsBefore(session: Session, day: string): Promise<MovementSum[]> {
  const parameters = new SqlParameters();
  const until = `${parameters.add(day)}::date`;
  const rows = await session.query<MovementFigures>(
    `with month as materialized (
       select to_char(m, 'YYYY-MM') as month, m::date as first_on, (m + interval '1 month')::date as next_on
         from generate_series(date_trunc('month', (select min(occurred_on) from revenue_movement)::timestamp),
                              (${until} - 1)::timestamp, interval '1 month') as m),
     held as materialized (
       select month, figures from month join ${heldFigures(parameters, movementMonths)} f using (month) where next_on <= ${until})
     select kind, currency, true as counted, sum(amount)::text as amount, sum(customers)::int as customers,
            sum(tenure_days)::int as "tenureDays"
       from (select one.kind, one.currency, one.amount, one.customers, one."tenureDays" as tenure_days
               from held cross join jsonb_to_recordset(figures) as one(kind text, currency text, amount numeric,
                      customers integer, "tenureDays" integer)
             union all
             select moved.* from month cross join lateral (
               select kind, currency, amount, leads::int, case when leads then tenure_days else 0 end from revenue_movement
                where occurred_on >= first_on and occurred_on < least(next_on, ${until}) offset 0) moved
              where not exists (select from held where held.month = month.month)) every
      group by 1, 2`,
    parameters.values,
  );
  return movementSumsOf(rows);
}
