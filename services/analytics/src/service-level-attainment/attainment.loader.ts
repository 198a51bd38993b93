import type { RequestContext, Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import {
  END_OF_TIME,
  isWhole,
  loadMonthFigures,
  loadWhole,
  monthBounds,
  type MonthFamily,
  type SliceFigures,
} from '../month-figure/index.js';
import { loadLiveMonths, type LiveMonths } from '../service-level-month/index.js';
import { attainmentOf, withPart, type AttainmentFigures } from './attainment.rules.js';
import {
  NO_MONTHS,
  readAttainment,
  readLastDowntime,
  readResponse,
  type Downtime,
  type ResponseFigures,
} from './attainment.store.js';

const DAY_MS = 86_400_000;
const NOBODY: LiveMonths = { claims: [], rows: [] };

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
  // A month is over everywhere half a day after it is in Greenwich: nothing of it depends on the instant any more.
  const settled = (month: string) => new Date(monthBounds(month).to.getTime() + DAY_MS);
  if (context === null || asOf >= END_OF_TIME) {
    const figures = await readAttainment(session, slices, asOf, NOBODY);
    return figures.map((one, index) => {
      const month = slices[index]?.month ?? '';
      return { month, figures: one, settledAt: settled(month) };
    });
  }
  const live = await loadLiveMonths(context, asOf);
  const measured: SliceFigures<AttainmentFigures>[] = [];
  const rest: MonthSlice[] = [];
  for (const slice of slices) {
    const figures = await measureRunning(context, slice, asOf, live);
    if (figures) measured.push({ month: slice.month, figures, settledAt: null });
    else rest.push(slice);
  }
  const figures = rest.length === 0 ? [] : await readAttainment(session, rest, asOf, live);
  for (const [index, { month }] of rest.entries()) {
    measured.push({ month, figures: figures[index] ?? NO_MONTHS, settledAt: null });
  }
  return measured;
}

/**
 * A whole month that has begun everywhere: as it was worked out ahead, but for the customers who are hit at the instant or
 * later. Null where it is another, or was not worked out.
 */
async function measureRunning(
  context: RequestContext,
  slice: MonthSlice,
  asOf: Date,
  live: LiveMonths,
): Promise<AttainmentFigures | null> {
  const { from } = monthBounds(slice.month);
  if (!isWhole(slice, asOf) || asOf.getTime() < from.getTime() + 2 * DAY_MS) return null;
  const kept = await loadWhole(context, attainmentMonths, slice.month);
  if (kept === null) return null;
  const ids = live.claims.filter(({ month }) => month === slice.month).map(({ customerId }) => customerId);
  if (ids.length === 0) return kept;
  const [before = NO_MONTHS] = await readAttainment(context.session, [slice], asOf, NOBODY, ids);
  return withPart(kept, before, attainmentOf(live.rows.filter(({ month }) => month === slice.month)));
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

/** The verdicts there were by an instant on the clocks due in these parts of calendar months, one a part, in order. */
export async function loadResponse(
  context: RequestContext,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<ResponseFigures[]> {
  const figures = await loadMonthFigures(context, responseMonths, slices, asOf);
  return figures.map((one) => one ?? { met: 0, breached: 0 });
}

/** The downtime that ended last by an instant, or lasts then; null where there was none. One statement. */
export function loadLastDowntime(context: RequestContext, asOf: Date): Promise<Downtime | null> {
  return readLastDowntime(context.session, asOf);
}
