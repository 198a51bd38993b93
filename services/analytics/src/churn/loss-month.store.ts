import type { Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';
import { NOT_RECORDED } from './churn-report.rules.js';
import { readPrecedingTroubles } from '../preceding-event/index.js';

/** A customer's loss on a day, and what went wrong before it. A list, since a month has many. */
export type LossFigures = readonly [
  customerId: string,
  /** `YYYY-MM-DD`. */
  on: string,
  reason: string,
  /** What it paid a month, by currency in order of code, decimal texts. */
  paid: readonly (readonly [amount: string, currency: string])[],
  breaches: number,
  ticketDays: number,
];

/** The losses of a month in order of day and customer, and what preceded them, whatever period they are asked for with. */
export const lossMonths: MonthFamily<readonly LossFigures[]> = {
  name: 'LOSSES',
  version: 2,
  facts: ['revenue_movement', 'service_level_month', 'sla_clock', 'ticket'],
  measure: readLossMonths,
};

/** Two statements. A loss's figures do not depend on what comes after its day, nor on the instant of the question. */
async function readLossMonths(
  session: Session,
  slices: readonly MonthSlice[],
): Promise<SliceFigures<readonly LossFigures[]>[]> {
  const losses = await session.query<{
    month: string;
    customerId: string;
    on: string;
    reason: string;
    paid: LossFigures[3];
  }>(
    `select s.month, m.customer_id as "customerId", m.occurred_on::text as "on",
            (array_agg(coalesce(nullif(trim(m.reason), ''), '${NOT_RECORDED}') order by m.amount desc, m.currency))[1] as reason,
            jsonb_agg(jsonb_build_array(m.amount::text, m.currency) order by m.currency) as paid
       from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz)
       join revenue_movement m on m.kind = 'CHURNED' and m.occurred_on >= (s."from" at time zone 'UTC')::date
        and m.occurred_on < (s."to" at time zone 'UTC')::date
      group by s.month, m.customer_id, m.occurred_on order by m.occurred_on, m.customer_id collate "C"`,
    [JSON.stringify(slices)],
  );
  const troubles = losses.length === 0 ? [] : await readPrecedingTroubles(session, losses);
  const byMonth = new Map<string, LossFigures[]>(slices.map(({ month }) => [month, []]));
  for (const [index, { month, customerId, on, reason, paid }] of losses.entries()) {
    const before = troubles[index];
    const breaches = (before?.breachedMonths ?? 0) + (before?.breachedClocks ?? 0);
    byMonth.get(month)?.push([customerId, on, reason, paid, breaches, before?.ticketDays ?? 0]);
  }
  return [...byMonth].map(([month, figures]) => ({ month, figures, settledAt: null }));
}
