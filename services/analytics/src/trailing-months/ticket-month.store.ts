import type { Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';

/** Tickets of a month, merged ones left out. */
export interface TicketFigures {
  /** Opened in it. */
  readonly opened: number;
  /** Resolved in it, for the last time. */
  readonly resolved: number;
  /** Of those resolved, never reassigned and never reopened. */
  readonly firstContact: number;
}

/** What there is to say where there was none. */
export const NO_TICKETS: TicketFigures = { opened: 0, resolved: 0, firstContact: 0 };

/** Tickets opened and resolved in a month. */
export const ticketMonths: MonthFamily<TicketFigures> = {
  name: 'TICKETS',
  version: 1,
  facts: ['ticket'],
  measure: readTickets,
};

async function readTickets(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<SliceFigures<TicketFigures>[]> {
  return session.query<{ month: string; figures: TicketFigures; settledAt: Date | null }>(
    `select s.month, greatest(o.settled_at, r.settled_at) as "settledAt",
            jsonb_build_object('opened', o.count, 'resolved', r.count, 'firstContact', r.first_contact) as figures
       from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz)
       cross join lateral (
         select count(*) as count, max(opened_at) as settled_at from ticket
          where opened_at >= s."from" and opened_at < s."to" and opened_at <= $2::timestamptz
            and merged_into_id is null) o
       cross join lateral (
         select count(*) as count, max(resolved_at) as settled_at,
                count(*) filter (where reassigned_count = 0 and reopened_count = 0) as first_contact
           from ticket
          where resolved_at >= s."from" and resolved_at < s."to" and resolved_at <= $2::timestamptz
            and merged_into_id is null) r`,
    [JSON.stringify(slices), asOf],
  );
}
