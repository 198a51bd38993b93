/** A half-open interval of instants, in epoch milliseconds: `from` belongs to it, `to` is the first instant out. */
export interface Interval {
  readonly from: number;
  readonly to: number;
}

/** The instants two half-open intervals share, or null where they share none (touching ends share none). */
export function intersection(a: Interval, b: Interval): Interval | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}

/** The union of half-open intervals in time order, disjoint, with touching ones joined; empty ones vanish. */
export function unionOf(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals.filter((one) => one.from < one.to).sort((a, b) => a.from - b.from);
  const union: { from: number; to: number }[] = [];
  for (const one of sorted) {
    const last = union.at(-1);
    if (last !== undefined && one.from <= last.to) last.to = Math.max(last.to, one.to);
    else union.push({ from: one.from, to: one.to });
  }
  return union;
}

/** The length in milliseconds of disjoint intervals. */
export function totalMs(disjoint: readonly Interval[]): number {
  let total = 0;
  for (const one of disjoint) total += one.to - one.from;
  return total;
}
