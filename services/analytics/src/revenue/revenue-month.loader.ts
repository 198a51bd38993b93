import type { Ratio, Session } from '@plimsoll/shared';
import type { Amount } from '../availability/index.js';
import { loadConversion, type Reporting } from '../exchange-rate/index.js';
import { ratioOf, type MonthSlice } from '../executive/index.js';
import { bridgesOf, churnOf, exactAmount, type Bridges, type StockSum } from './bridge.rules.js';
import { movementSumsOf, readMovementsBefore, type MovementFigures } from './movement-month.store.js';
import type { RenewalFigures } from './renewal-month.store.js';
import { dayAfter, daysOf, type Days } from './revenue-day.rules.js';
import { readMovementSums, readRenewals, type PeriodMovementSum } from './revenue-month.store.js';

/** What executives ask of a month's customers and revenue. */
export interface RevenueMonth {
  readonly month: string;
  /** Paying customers on the last day. */
  readonly customerCount: number;
  /** What they pay a month on the last day, at that day's rates; null where a rate is missing. */
  readonly monthlyRecurringRevenue: Amount | null;
  readonly logoChurn: Ratio;
  /** Null where a rate of the first day is missing. */
  readonly grossRevenueChurn: Ratio | null;
  readonly netRevenueChurn: Ratio | null;
  /** Renewed ÷ due. */
  readonly renewalRate: Ratio;
}

/** What was worked out ahead of a month. */
export interface KnownMonth {
  readonly renewals: RenewalFigures;
  readonly movements: readonly MovementFigures[];
}

interface MeasuredPeriod {
  readonly days: Days;
  readonly bridges: Bridges;
}

/**
 * The bridges of periods that do not overlap, in their order; one statement, whatever their number.
 *
 * @throws RangeError where they overlap
 */
async function measurePeriods(
  session: Session,
  periods: readonly Days[],
  known: readonly KnownMonth[] | undefined,
): Promise<MeasuredPeriod[]> {
  const bounds = boundsOf(periods);
  const sums =
    bounds.length === 0
      ? []
      : known
        ? await knownSums(session, periods, bounds, known)
        : await readMovementSums(session, bounds);
  return periods.map((days) => {
    const place = bounds.indexOf(days.from) + 1;
    const past = sums.filter(({ period }) => period < place);
    const own = days.from === days.to ? [] : sums.filter(({ period }) => period === place);
    return { days, bridges: bridgesOf(stockOf(past), own) };
  });
}

/** The sums of periods whose movements are known, and of all before the first. */
async function knownSums(
  session: Session,
  periods: readonly Days[],
  bounds: readonly string[],
  known: readonly KnownMonth[],
): Promise<PeriodMovementSum[]> {
  const before = await readMovementsBefore(session, bounds[0] ?? '');
  const within = periods.flatMap(({ from, to }, index) => {
    const movements = from === to ? [] : movementSumsOf(known[index]?.movements ?? []);
    return movements.map((one) => ({ ...one, period: bounds.indexOf(from) + 1 }));
  });
  return [...before.map((one) => ({ ...one, period: 0 })), ...within];
}

/** What movements before a period have left. */
function stockOf(past: readonly PeriodMovementSum[]): StockSum[] {
  return past.map(({ kind, currency, units, customers }) => {
    const goes = kind === 'CHURNED' || kind === 'CONTRACTION';
    const moves = kind === 'EXPANSION' || kind === 'CONTRACTION' ? 0 : customers;
    return { currency, units: goes ? -units : units, customers: goes ? -moves : moves };
  });
}

function boundsOf(periods: readonly Days[]): string[] {
  const inOrder = [...periods].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  for (const [index, { from }] of inOrder.entries()) {
    const before = inOrder[index - 1];
    if (before !== undefined && before.to > from) throw new RangeError('periods overlap');
  }
  return [...new Set(inOrder.flatMap(({ from, to }) => [from, to]))].sort();
}

/**
 * Customers, recurring revenue, churn and renewals of months or parts of months that do not overlap, in their order. What
 * is known by the day belongs to the month of its day; nothing behind `asOf` counts. A month's revenue is converted at
 * the rates of its last day (or of `asOf`), its churn at those of its first. Two statements, and one for rates where one
 * is needed.
 *
 * @param known what was worked out ahead of the months, in their order; then they follow one another without a gap
 */
export async function revenueByMonth(
  session: Session,
  reporting: Reporting,
  months: readonly MonthSlice[],
  asOf: Date,
  known?: readonly KnownMonth[],
): Promise<RevenueMonth[]> {
  const days = months.map((month) => daysOf(month, asOf));
  const measured = await measurePeriods(session, days, known);
  const bounds = boundsOf(days);
  const renewals = known || bounds.length === 0 ? [] : await readRenewals(session, bounds);
  const currencies = measured.flatMap(({ bridges }) => [...bridges.revenue.keys()]);
  const conversionOn = await loadConversion(session, reporting, currencies);
  return measured.map(({ days: { from, to }, bridges }, index) => {
    const place = bounds.indexOf(from) + 1;
    const due =
      known?.[index]?.renewals ?? (from === to ? undefined : renewals.find(({ period }) => period === place));
    const paid = [...bridges.revenue].map(([currency, { end }]) => exactAmount(end, currency));
    const { logoChurn, grossRevenueChurn, netRevenueChurn } = churnOf(bridges, conversionOn(from));
    return {
      month: months[index]?.month ?? '',
      customerCount: bridges.customers.end,
      monthlyRecurringRevenue: conversionOn(lastDay(from, to)).total(paid).amount,
      logoChurn,
      grossRevenueChurn,
      netRevenueChurn,
      renewalRate: ratioOf(due?.renewed ?? 0, due?.due ?? 0),
    };
  });
}

function lastDay(from: string, to: string): string {
  return from === to ? from : dayAfter(to, -1);
}
