import type { RequestContext } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import { loadLiveMonths } from '../service-level-month/index.js';
import { readAttainment, type AttainmentFigures } from './attainment.store.js';

/**
 * What the ledger says of the customers' months that begin in these parts of calendar months, as of an instant: one
 * entry a part, in order. What it owes is the credit by the ledger, whether issued or not.
 */
export async function loadAttainment(
  context: RequestContext,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<AttainmentFigures[]> {
  const live = await loadLiveMonths(context, asOf);
  return readAttainment(context.session, slices, asOf, live);
}
