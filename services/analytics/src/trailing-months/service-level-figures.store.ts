import type { Session } from '@plimsoll/shared';
import type { Amount } from '../availability/index.js';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';

/** The local months of one name, of all customers and products together; seconds as decimal text. */
export interface ServiceLevelFigures {
  /** Customer-product-months with a length, and those of them below their target. */
  readonly measured: number;
  readonly breached: number;
  readonly lengthSeconds: string;
  readonly countedSeconds: string;
  /** Credits owed, one amount a currency. */
  readonly credits: readonly Amount[];
}

/** Service levels and credits of the local months of one name, as the ledger stands: whole, whatever part is asked for. */
export const serviceLevelMonths: MonthFamily<ServiceLevelFigures> = {
  name: 'SERVICE_LEVELS',
  version: 1,
  facts: ['service_level_month'],
  measure: readServiceLevels,
};

function readServiceLevels(
  session: Session,
  slices: readonly MonthSlice[],
): Promise<SliceFigures<ServiceLevelFigures>[]> {
  return session.query<SliceFigures<ServiceLevelFigures>>(
    `with slice as materialized (
       select month, (left(month, 7) || '-01')::date as starts_on
         from jsonb_to_recordset($1::jsonb) as s(month text)),
     summed as (
       select s.month, (count(*) filter (where m.length_seconds > 0))::int as measured,
              (count(*) filter (where m.breached))::int as breached,
              coalesce(sum(m.length_seconds), 0)::text as length, coalesce(sum(m.counted_seconds), 0)::text as counted
         from slice s join service_level_month m using (starts_on) group by s.month),
     owed as (
       select month, jsonb_agg(jsonb_build_object('amount', amount::text, 'currency', currency) order by currency) as credits
         from (select s.month, credit ->> 1 as currency, sum((credit ->> 0)::numeric) as amount
                 from slice s join service_level_month m using (starts_on)
                 cross join jsonb_array_elements(m.credits) as credit
                where m.credits <> '[]'
                group by s.month, credit ->> 1) amounts
        group by month)
     select s.month, null::timestamptz as "settledAt",
            jsonb_build_object('measured', coalesce(measured, 0), 'breached', coalesce(breached, 0),
              'lengthSeconds', coalesce(length, '0'), 'countedSeconds', coalesce(counted, '0'),
              'credits', coalesce(credits, '[]')) as figures
       from slice s left join summed using (month) left join owed using (month)`,
    [JSON.stringify(slices)],
  );
}
