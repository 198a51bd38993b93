/** A change as far as it can clash with others. Instants are epoch milliseconds, intervals half-open. */
export interface PlannedChange {
  id: string;
  title: string;
  /** Agreed on: approved, scheduled or in progress. Another that is not is only pointed out. */
  committed: boolean;
  /** One that cannot wait. */
  isEmergency: boolean;
  expectedState: 'UP' | 'AT_RISK' | 'DEGRADED' | 'DOWN';
  assetIds: readonly string[];
  implementerIds: readonly string[];
  from: number;
  /** `Infinity` where it is in progress beyond its window. */
  to: number;
}

/** What a change is on record as, for {@link plannedTime}. */
export interface ChangeTimes {
  status: string;
  windowFrom: Date | null;
  windowTo: Date | null;
  startedAt: Date | null;
}

/**
 * When a change holds its assets: its window; once it is in progress, from its start to the end of its window, and
 * without an end when that has passed. Null where it is over, cancelled, or has no time yet.
 */
export function plannedTime(
  { status, windowFrom, windowTo, startedAt }: ChangeTimes,
  now: number,
): { from: number; to: number } | null {
  if (status === 'COMPLETED' || status === 'CANCELLED') return null;
  if (status === 'IN_PROGRESS' && startedAt) {
    const end = windowTo?.getTime() ?? Infinity;
    return { from: startedAt.getTime(), to: now < end ? end : Infinity };
  }
  return windowFrom && windowTo ? { from: windowFrom.getTime(), to: windowTo.getTime() } : null;
}

/** Whether a change in this status is agreed on and not over. */
export function isCommitted(status: string): boolean {
  return status === 'APPROVED' || status === 'SCHEDULED' || status === 'IN_PROGRESS';
}

/** When two intervals happen at once; null where they do not. */
export function overlapOf(
  a: { from: number; to: number },
  b: { from: number; to: number },
): { from: number; to: number } | null {
  const from = Math.max(a.from, b.from);
  const to = Math.min(a.to, b.to);
  return from < to ? { from, to } : null;
}

/** What two lists have in common, in the order of the first. */
export function sharedIds(a: readonly string[], b: readonly string[]): string[] {
  const known = new Set(b);
  return a.filter((id) => known.has(id));
}

/**
 * The largest sets of intervals that happen at one instant within [from, to): every set of intervals with a common
 * instant is part of one of them. Positions in the list, ascending; a set for each time that one ends which began
 * since the last such time.
 */
export function simultaneous(
  intervals: readonly { from: number; to: number }[],
  within: { from: number; to: number },
): number[][] {
  const ends: { at: number; opens: boolean; position: number }[] = [];
  intervals.forEach((interval, position) => {
    const overlap = overlapOf(interval, within);
    if (!overlap) return;
    ends.push({ at: overlap.from, opens: true, position }, { at: overlap.to, opens: false, position });
  });
  // At one instant what ends goes before what begins: intervals that only touch never meet.
  ends.sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens));
  const sets: number[][] = [];
  const active = new Set<number>();
  let grown = false;
  for (const { opens, position } of ends) {
    if (!opens && grown) sets.push([...active].sort((a, b) => a - b));
    grown = opens;
    if (opens) active.add(position);
    else active.delete(position);
  }
  return sets;
}
