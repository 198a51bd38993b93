import type { Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';
import { readPrecedingTroubles } from './preceding.store.js';

/** What went wrong before each loss of a month, by customer and day (`cus_… YYYY-MM-DD`). */
export type TroublesBeforeLosses = Readonly<
  Record<string, { readonly breaches: number; readonly ticketDays: number }>
>;

/** Names a loss. */
export function nameOfLoss({ customerId, on }: { customerId: string; on: string }): string {
  return `${customerId} ${on}`;
}

/** What preceded the losses of a month, whatever period they are asked for with. */
export const lossMonths: MonthFamily<TroublesBeforeLosses> = {
  name: 'LOSSES',
  version: 1,
  facts: ['revenue_movement', 'service_level_month', 'sla_clock', 'ticket'],
  measure: readTroublesBeforeLosses,
};

/** Two statements. A loss's figures do not depend on what comes after its day, nor on the instant of the question. */
async function readTroublesBeforeLosses(
  session: Session,
  slices: readonly MonthSlice[],
): Promise<SliceFigures<TroublesBeforeLosses>[]> {
  const losses = await session.query<{ month: string; customerId: string; on: string }>(
    `select distinct s.month, m.customer_id as "customerId", m.occurred_on::text as "on"
       from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz)
       join revenue_movement m on m.kind = 'CHURNED' and m.occurred_on >= (s."from" at time zone 'UTC')::date
        and m.occurred_on < (s."to" at time zone 'UTC')::date`,
    [JSON.stringify(slices)],
  );
  const troubles = losses.length === 0 ? [] : await readPrecedingTroubles(session, losses);
  return slices.map(({ month }) => ({
    month,
    settledAt: null,
    figures: Object.fromEntries(
      losses.flatMap((loss, index) => {
        const before = troubles[index];
        if (loss.month !== month || !before) return [];
        const breaches = before.breachedMonths + before.breachedClocks;
        return [[nameOfLoss(loss), { breaches, ticketDays: before.ticketDays }]];
      }),
    ),
  }));
}
