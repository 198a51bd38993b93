import type { RequestContext } from '@plimsoll/shared';
import { monthsOf } from '../executive/index.js';
import { loadMonthFigures } from '../month-figure/index.js';
import { NO_INCIDENTS, type IncidentFigures } from './incident-analysis.rules.js';
import { incidentMonths } from './incident-trend.store.js';

/**
 * The incidents of each calendar month (UTC) that a period touches, by their start, the earliest month first; months that
 * begin at `asOf` or after it are left out.
 */
export async function loadIncidentTrend(
  context: RequestContext,
  period: { from: Date; to: Date },
  asOf: Date,
): Promise<(IncidentFigures & { month: string })[]> {
  const slices = monthsOf(period).filter(({ from }) => from < asOf);
  const figures = await loadMonthFigures(context, incidentMonths, slices, asOf);
  return slices.map(({ month }, index) => ({ month, ...(figures[index] ?? NO_INCIDENTS) }));
}
