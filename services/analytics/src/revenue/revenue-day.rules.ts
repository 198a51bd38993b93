/** Days, half-open, `YYYY-MM-DD`. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

const DAY_MS = 86_400_000;

/** The first day (UTC) that begins at or after an instant. */
export function dayFrom(instant: Date): string {
  return dayOf(new Date(Math.ceil(instant.getTime() / DAY_MS) * DAY_MS));
}

/** The day (UTC) of an instant. */
export function dayOf(instant: Date): string {
  return instant.toISOString().slice(0, 10);
}

/**
 * The days whose first instant (UTC) lies in a period, and not behind `asOf`: what is known by the day belongs to the
 * period in which its day begins. None (`from` = `to`) where the period begins behind `asOf`.
 */
export function daysOf(period: { from: Date; to: Date }, asOf: Date): Days {
  const [from, to] = [dayFrom(period.from), dayFrom(period.to)];
  // Days are compared as texts, which a year of five digits is not: what is as of then is known whole.
  if (asOf >= period.to) return { from, to };
  const known = dayAfter(dayOf(asOf), 1);
  const end = to < known ? to : known;
  return { from, to: end < from ? from : end };
}

/** The day so many days later; earlier, where the number is below 0. */
export function dayAfter(day: string, days: number): string {
  return dayOf(new Date(Date.parse(day) + days * DAY_MS));
}
