import type { Session } from '@plimsoll/shared';
import type { MonthSlice } from '../executive/index.js';
import type { MonthFamily, SliceFigures } from '../month-figure/index.js';
import { daysOf } from './revenue-day.rules.js';
import { readRenewals } from './revenue-month.store.js';

/** What came up for renewal in a month. */
export interface RenewalFigures {
  readonly due: number;
  readonly renewed: number;
}

/** Renewals due and made, by the month of their day. */
export const renewalMonths: MonthFamily<RenewalFigures> = {
  name: 'RENEWALS',
  version: 2,
  facts: ['subscription', 'subscription_event'],
  measure: readRenewalsOfMonths,
};

async function readRenewalsOfMonths(
  session: Session,
  slices: readonly MonthSlice[],
  asOf: Date,
): Promise<SliceFigures<RenewalFigures>[]> {
  const days = slices.map((slice) => daysOf(slice, asOf));
  const bounds = [...new Set(days.flatMap(({ from, to }) => [from, to]))].sort();
  const renewals = bounds.length === 0 ? [] : await readRenewals(session, bounds);
  return slices.map(({ month }, index) => {
    const { from = '', to = '' } = days[index] ?? {};
    const place = bounds.indexOf(from) + 1;
    const own = from === to ? undefined : renewals.find(({ period }) => period === place);
    return {
      month,
      figures: { due: own?.due ?? 0, renewed: own?.renewed ?? 0 },
      settledAt: own === undefined ? null : new Date(own.lastOn),
    };
  });
}
