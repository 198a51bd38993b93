import type { RequestContext, Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import {
  END_OF_TIME,
  loadMonthFigures,
  monthBounds,
  type MonthFamily,
  type SliceFigures,
} from '../month-figure/index.js';
import { loadLiveMonths } from '../service-level-month/index.js';
import {
  NO_MONTHS,
  readAttainment,
  readLastDowntime,
  readResponse,
  type AttainmentFigures,
  type Downtime,
  type ResponseFigures,
} from './attainment.store.js';

const DAY_MS = 86_400_000;

/** What the ledger says of the customers' months, by calendar month. */
export const attainmentMonths: MonthFamily<AttainmentFigures> = {
  name: 'SERVICE_LEVELS',
  version: 1,
  facts: ['service_level_month'],
  measure: measureAttainment,
};

/** Verdicts on the clocks of tickets, by the calendar month in which they were due. */
export const responseMonths: MonthFamily<ResponseFigures> = {
  name: 'CLOCKS',
  version: 1,
  facts: ['sla_clock'],
  measure: readResponse,
};

async function measureAttainment(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
  context: RequestContext | null,
): Promise<SliceFigures<AttainmentFigures>[]> {
  const live =
    context === null || asOf >= END_OF_TIME ? { claims: [], rows: [] } : await loadLiveMonths(context, asOf);
  const figures = await readAttainment(session, slices, asOf, live);
  // A month is over everywhere half a day after it is in Greenwich: nothing of it depends on the instant any more.
  return figures.map((one, index) => {
    const month = slices[index]?.month ?? '';
    return { month, figures: one, settledAt: new Date(monthBounds(month).to.getTime() + DAY_MS) };
  });
}

/**
 * What the ledger says of the customers' months that begin in these parts of calendar months, as of an instant: one
 * entry a part, in order. What it owes is the credit by the ledger, whether issued or not.
 */
export async function loadAttainment(
  context: RequestContext,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<AttainmentFigures[]> {
  const figures = await loadMonthFigures(context, attainmentMonths, slices, asOf);
  return figures.map((one) => one ?? NO_MONTHS);
}

/** The downtime that ended last by an instant, or lasts then; null where there was none. One statement. */
export function loadLastDowntime(context: RequestContext, asOf: Date): Promise<Downtime | null> {
  return readLastDowntime(context.session, asOf);
}

/** The verdicts there were by an instant on the clocks due in these parts of calendar months, one a part, in order. */
export async function loadResponse(
  context: RequestContext,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<ResponseFigures[]> {
  const figures = await loadMonthFigures(context, responseMonths, slices, asOf);
  return figures.map((one) => one ?? { met: 0, breached: 0 });
}
