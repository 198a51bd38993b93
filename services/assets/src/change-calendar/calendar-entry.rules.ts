import { DomainError, invalid } from '@plimsoll/shared';
import { occurrencesOf, type Occurrence, type Schedule } from '../recurrence/index.js';

const DAY_MS = 86_400_000;
const LONGEST_DAYS = 731;
const MOST_OCCURRENCES = 1_000;
/** How far ahead the next occurrence is looked for: soon in most cases, else as far as it makes sense to plan. */
const HORIZON_DAYS = [40, 1_830];

/**
 * The occurrences of an entry that overlap [from, to).
 *
 * @throws DomainError `INVALID` for an empty interval, for one longer than 731 days and for more than 1,000 of them
 */
export function listOccurrences(entry: Schedule, from: Date, to: Date): { from: Date; to: Date }[] {
  if (!(from < to)) throw invalid('`to` has to be later than `from`.', ['to']);
  if (to.getTime() - from.getTime() > LONGEST_DAYS * DAY_MS) {
    throw invalid(`Ask for at most ${LONGEST_DAYS} days at once.`, ['to']);
  }
  const found = occurrencesOf(entry, from.getTime(), to.getTime());
  if (found.length > MOST_OCCURRENCES) {
    throw invalid(`There are more than ${MOST_OCCURRENCES}; ask for a shorter time.`, ['to']);
  }
  return found.map((one) => ({ from: new Date(one.from), to: new Date(one.to) }));
}

/** The occurrence that is under way at an instant, else the next within five years; null without one. */
export function occurrenceAt(entry: Schedule & { withdrawnAt: Date | null }, now: Date): Occurrence | null {
  if (entry.withdrawnAt) return null;
  if (entry.recurrence === null) {
    return occurrencesOf(entry, now.getTime(), Infinity)[0] ?? null;
  }
  for (const days of HORIZON_DAYS) {
    const [found] = occurrencesOf(entry, now.getTime(), now.getTime() + days * DAY_MS);
    if (found) return found;
  }
  return null;
}

/**
 * What has been withdrawn stays as it was.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function checkInForce(noun: string, { withdrawnAt }: { withdrawnAt: Date | null }): void {
  if (withdrawnAt) {
    throw new DomainError('INVALID_STATUS', `This ${noun} has been withdrawn; make another.`, ['id']);
  }
}
