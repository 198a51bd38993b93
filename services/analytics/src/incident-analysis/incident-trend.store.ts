import type { Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';
import {
  figuresOf,
  INCIDENT_FIGURES,
  incidentFact,
  IS_INCIDENT,
  WITH_TICKET,
  type IncidentFiguresRow,
} from './incident-fact.store.js';
import type { IncidentFigures } from './incident-analysis.rules.js';

/** Incidents and their five intervals, in the month in which they started. */
export const incidentMonths: MonthFamily<IncidentFigures> = {
  name: 'INCIDENTS',
  version: 1,
  facts: ['incident', 'ticket'],
  measure: readTrend,
};

async function readTrend(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<SliceFigures<IncidentFigures>[]> {
  const rows = await session.query<IncidentFiguresRow & { month: string; settledAt: Date }>(
    `with fact as materialized (
       select s.month, ${incidentFact('$2::timestamptz')}
         from jsonb_to_recordset($1::jsonb) as s(month text, "from" timestamptz, "to" timestamptz)
        cross join lateral (
          select * from incident
           where started_at >= s."from" and started_at < s."to" and started_at <= $2::timestamptz offset 0) i
        ${WITH_TICKET}
        where ${IS_INCIDENT})
     select month, ${INCIDENT_FIGURES} from fact group by month`,
    [JSON.stringify(slices), asOf],
  );
  const byMonth = new Map(rows.map((row) => [row.month, row]));
  return slices.map(({ month }) => {
    const row = byMonth.get(month);
    return { month, figures: figuresOf(row), settledAt: row?.settledAt ?? null };
  });
}
