/** What was used of a metric around a day (UTC), the day itself left out. Sums in the metric's unit. */
export interface UsageWindows {
  readonly metric: string;
  /** In the last 28 days. */
  readonly recent: number;
  /** In the 91 days before those, and on how many different days of them something was measured. */
  readonly baseline: number;
  readonly baselineDays: number;
  /** Days from the first measurement within the baseline to its end. */
  readonly baselineSpan: number;
  /** The same with 35 days instead of 28, for what is measured seldom. */
  readonly seldomRecent: number;
  readonly seldomRecentDays: number;
  readonly seldomBaseline: number;
  readonly seldomBaselineDays: number;
}

/** Where the use of something is going. */
export enum UsageDirection {
  GROWING = 'GROWING',
  STEADY = 'STEADY',
  DECLINING = 'DECLINING',
  STOPPED = 'STOPPED',
}

/** Days of use that are compared, and the thirteen weeks before them that they are compared with. */
export const RECENT_DAYS = 28;
export const BASELINE_DAYS = 91;
/** Days of use that are compared of what is measured seldom: a month and some. */
export const SELDOM_DAYS = 35;
/** On so many days of the baseline, once a week, something is measured often. */
const OFTEN_DAYS = 13;
const DECLINES_BELOW = 0.75;
const GROWS_ABOVE = 1.25;

/** A rate of use now and before. */
export interface UsageComparison {
  /** A day for what is measured often, else a measuring day. */
  readonly recentRate: number;
  readonly baselineRate: number;
  /** recent ÷ baseline. */
  readonly share: number;
}

/**
 * How use compares with the customer's own baseline: {@link USAGE_RULE}. Null where nothing was used in the baseline.
 */
export function compareUse(windows: UsageWindows): UsageComparison | null {
  const { recent, baseline, baselineDays, baselineSpan } = windows;
  const often = baselineDays >= OFTEN_DAYS;
  const [recentRate, baselineRate] = often
    ? [recent / RECENT_DAYS, baseline / baselineSpan]
    : [
        perDay(windows.seldomRecent, windows.seldomRecentDays),
        perDay(windows.seldomBaseline, windows.seldomBaselineDays),
      ];
  // Use may be taken back below 0; against nothing there is no comparison.
  if (!(baselineRate > 0)) return null;
  return { recentRate, baselineRate, share: Math.max(0, recentRate / baselineRate) };
}

const perDay = (value: number, days: number) => (days === 0 ? 0 : value / days);

/** How use is compared, for descriptions. */
export const USAGE_RULE = `Use of the last 28 days (UTC, today left out) is compared with the customer's own baseline, the 91 days before them: a day against a day, from the first measurement on. What is measured on fewer than 13 days of the baseline, monthly for instance, is compared by measuring day, the last 35 days against the 91 before those.`;

/** Where use is going: stopped at 0, declining below 75 %, growing above 125 % of the baseline. */
export function directionOf({ share }: UsageComparison): UsageDirection {
  if (share === 0) return UsageDirection.STOPPED;
  if (share < DECLINES_BELOW) return UsageDirection.DECLINING;
  return share > GROWS_ABOVE ? UsageDirection.GROWING : UsageDirection.STEADY;
}
