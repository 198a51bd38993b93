import { IANAZone } from 'luxon';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
const MEMO_LIMIT = 50_000;

const memo = new Map<string, number>();

/**
 * The first instant of a local date (`YYYY-MM-DD`) in an IANA time zone, in epoch milliseconds: where midnight falls
 * into a gap, the first instant after it; where midnight comes twice, the earlier. An unknown zone counts as UTC.
 */
export function startOfDate(timeZone: string, date: string): number {
  const key = `${timeZone} ${date}`;
  let start = memo.get(key);
  if (start === undefined) {
    start = compute(timeZone, date);
    if (memo.size >= MEMO_LIMIT) memo.clear();
    memo.set(key, start);
  }
  return start;
}

function compute(timeZone: string, date: string): number {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  const zone = IANAZone.create(timeZone);
  if (!zone.isValid) return midnight;
  const offsetAt = (instant: number) => Math.round(zone.offset(instant) * MINUTE_MS);
  const around = [offsetAt(midnight - DAY_MS), offsetAt(midnight + DAY_MS)].sort((a, b) => b - a);
  for (const offset of around) {
    if (offsetAt(midnight - offset) === offset) return midnight - offset;
  }
  // Midnight is inside a gap: the offset changes between its two readings, found by bisection.
  let low = midnight - around[0]!;
  let high = midnight - around[1]!;
  const before = offsetAt(low - 1);
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (offsetAt(middle) === before) low = middle;
    else high = middle;
  }
  return high;
}
