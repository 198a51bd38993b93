import { IANAZone } from 'luxon';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The wall clock of a time zone at an instant, as the epoch milliseconds at which a clock in UTC shows the same.
 * An unknown zone counts as UTC.
 */
export function wallClockOf(instant: number, timeZone: string): number {
  return instant + offsetAt(IANAZone.create(timeZone), instant);
}

/**
 * The instant at which the wall clock of a time zone shows a time; the inverse of {@link wallClockOf}. A time that the
 * clock shows twice is the first of the two; one that it leaves out is read with the offset before the gap, and so
 * comes as much later as the clock jumps (RFC 5545, section 3.3.5).
 */
export function instantOf(wallClock: number, timeZone: string): number {
  const zone = IANAZone.create(timeZone);
  const before = offsetAt(zone, wallClock - DAY_MS);
  const after = offsetAt(zone, wallClock + DAY_MS);
  const readings = [wallClock - before, wallClock - after].filter(
    (instant) => instant + offsetAt(zone, instant) === wallClock,
  );
  return readings.length > 0 ? Math.min(...readings) : wallClock - before;
}

function offsetAt(zone: IANAZone, instant: number): number {
  return zone.isValid ? Math.round(zone.offset(instant) * MINUTE_MS) : 0;
}
