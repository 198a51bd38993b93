import type { RequestContext } from '@plimsoll/shared';
import { monthsOf } from '../executive/index.js';
import { loadMonthFigures } from '../month-figure/index.js';
import type { OutcomesByKind } from './change-outcome.rules.js';
import { changeMonths } from './change-outcome.store.js';

/** The outcomes of changes by kind, one record for each calendar month (UTC) that a period touches; empty where a month has none. */
export async function loadOutcomes(
  context: RequestContext,
  period: { from: Date; to: Date },
  asOf: Date,
): Promise<OutcomesByKind[]> {
  const parts = await loadMonthFigures(context, changeMonths, monthsOf(period), asOf);
  return parts.map((part) => part ?? {});
}
