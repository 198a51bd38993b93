import { IANAZone } from 'luxon';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/**
 * The wall clock of a time zone at an instant, as the epoch milliseconds at which a clock in UTC shows the same.
 * An unknown zone counts as UTC.
 */
export function wallClockOf(instant: number, timeZone: string): number {
  return instant + offsetAt(timeZone, instant);
}

/**
 * The instant at which the wall clock of a time zone shows a time; the inverse of {@link wallClockOf}. A time that the
 * clock shows twice is the first of the two; one that it leaves out is read with the offset before the gap, and so
 * comes as much later as the clock jumps (RFC 5545, section 3.3.5).
 */
export function instantOf(wallClock: number, timeZone: string): number {
  const before = offsetAt(timeZone, wallClock - DAY_MS);
  const after = offsetAt(timeZone, wallClock + DAY_MS);
  // No zone shifts its clock and back within two days.
  if (before === after) return wallClock - before;
  const readings = [wallClock - before, wallClock - after].filter(
    (instant) => instant + offsetAt(timeZone, instant) === wallClock,
  );
  return readings.length > 0 ? Math.min(...readings) : wallClock - before;
}

/** Offsets of a zone by the minute, as far as they have been asked for: working one out takes long. */
const known = new Map<string, Map<number, number>>();
const MOST_KNOWN = 20_000;

function offsetAt(timeZone: string, instant: number): number {
  const minute = Math.floor(instant / MINUTE_MS);
  let offsets = known.get(timeZone);
  if (!offsets || offsets.size >= MOST_KNOWN) {
    offsets = new Map();
    known.set(timeZone, offsets);
  }
  let offset = offsets.get(minute);
  if (offset === undefined) {
    const zone = IANAZone.create(timeZone);
    offset = zone.isValid ? Math.round(zone.offset(minute * MINUTE_MS) * MINUTE_MS) : 0;
    offsets.set(minute, offset);
  }
  return offset;
}
