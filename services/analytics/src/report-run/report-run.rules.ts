import type { Attempt } from '../report-delivery/index.js';

/** Where a sending stands; UNKNOWN: its receiver may have it, or not. */
export const DELIVERY_STATUSES = ['PENDING', 'SENDING', 'SENT', 'FAILED', 'UNKNOWN'] as const;
/** One of {@link DELIVERY_STATUSES}. */
export type DeliveryStatus = (typeof DELIVERY_STATUSES)[number];

const MOST_ATTEMPTS = 8;
/** Minutes until the next attempt, after the first, the second … */
const PAUSES = [1, 5, 15, 60, 240, 720, 1_440];

/** Where a sending stands after an attempt, what went wrong, and when it is tried again; null: it is not. */
export function outcomeOf(
  attempt: Attempt,
  attempts: number,
  now: Date,
): { status: DeliveryStatus; error: string | null; again: Date | null } {
  if (attempt.status === 'SENT') return { status: 'SENT', error: null, again: null };
  const { error } = attempt;
  if (attempt.status === 'UNKNOWN') return { status: 'UNKNOWN', error, again: null };
  if (!attempt.again || attempts >= MOST_ATTEMPTS) return { status: 'FAILED', error, again: null };
  const pause = PAUSES[attempts - 1] ?? PAUSES.at(-1) ?? 0;
  return { status: 'PENDING', error, again: new Date(now.getTime() + pause * 60_000) };
}
