import type { RequestContext, Session } from '@plimsoll/shared';
import { monthsOf, type MonthSlice } from '../executive/index.js';

/** The figures of a part of a month. */
export interface SliceFigures<Figures> {
  readonly month: string;
  readonly figures: Figures;
  /** The latest instant that they rest on, at or before the question's `asOf`; null where there is no fact. */
  readonly settledAt: Date | null;
}

/** A kind of figures that are told by calendar month (UTC), and how they are worked out from the facts. */
export interface MonthFamily<Figures> {
  /** As the marks of months name it. */
  readonly name: string;
  /** Of the rules: grows whenever they say something else. */
  readonly version: number;
  /** The tables that the figures come from. */
  readonly facts: readonly string[];
  /**
   * The figures of these parts of different months as of an instant, one a part, in any order. Few statements, however many
   * parts.
   *
   * @param context the request that asks; null where they are worked out ahead
   */
  measure(
    session: Session,
    slices: readonly MonthSlice[],
    asOf: Date,
    context: RequestContext | null,
  ): Promise<SliceFigures<Figures>[]>;
}

/** As of the end of all time whatever is on record counts. */
export const END_OF_TIME = new Date('9999-12-31T00:00:00Z');

/** Whether a part of a month is all of it, as far as it lies before `asOf`. */
export function isWhole({ month, from, to }: MonthSlice, asOf: Date): boolean {
  const { from: first, to: end } = monthBounds(month);
  return from.getTime() === first.getTime() && (to >= end || to > asOf);
}

/** A calendar month (UTC), `YYYY-MM`, as a stretch of time. */
export function monthBounds(month: string): { from: Date; to: Date } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { from: new Date(Date.UTC(year, number - 1, 1)), to: new Date(Date.UTC(year, number, 1)) };
}

/** The date (`YYYY-MM-DD`) whose exchange rates a month's amounts are converted at: its last day, or that of `asOf` if earlier. */
export function lastDayOf(month: string, asOf: Date): string {
  const last = new Date(monthBounds(month).to.getTime() - 1);
  return (last < asOf ? last : asOf).toISOString().slice(0, 10);
}

const TRAILING = 12;

/**
 * The twelve calendar months (UTC) that end with the one in which the millisecond before an instant lies, whole, the
 * earliest first.
 */
export function trailingMonths(asOf: Date): MonthSlice[] {
  const last = new Date(asOf.getTime() - 1);
  return Array.from({ length: TRAILING }, (_, index) => {
    const offset = last.getUTCMonth() - (TRAILING - 1 - index);
    const from = new Date(Date.UTC(last.getUTCFullYear(), offset, 1));
    return {
      month: from.toISOString().slice(0, 7),
      from,
      to: new Date(Date.UTC(last.getUTCFullYear(), offset + 1, 1)),
    };
  });
}

/** The calendar months (UTC) that these days (`YYYY-MM-DD`, half-open) touch, whole, in order of time. */
export function wholeMonthsBetween({ from, to }: { from: string; to: string }): MonthSlice[] {
  const days = { from: new Date(from), to: new Date(to) };
  return monthsOf(days).map(({ month }) => ({ month, ...monthBounds(month) }));
}
