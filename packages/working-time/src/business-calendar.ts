import { holidaysOf } from './public-holidays.js';
import { AROUND_THE_CLOCK, workingWindows } from './weekly-hours.rules.js';
import type { WorkingCalendar } from './working-time.rules.js';

/** What a business calendar says of working time, as it is stored and told. */
export interface CalendarTerms {
  /** IANA name. */
  timeZone: string;
  /** As `canonicalHours` spells them. */
  hours: string;
  /** As `checkHolidays` returns them. */
  holidays: readonly string[];
}

const ALWAYS: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
const MOST_KEPT = 500;
const kept = new Map<string, WorkingCalendar>();

/**
 * A business calendar for reckoning with working time; null is around the clock. Calendars that say the same are one
 * object, so that what is worked out of them is worked out once.
 *
 * @throws RangeError for hours that are not spelt as they should be
 */
export function workingCalendarOf(calendar: CalendarTerms | null): WorkingCalendar {
  if (calendar === null) return ALWAYS;
  const { timeZone, hours, holidays } = calendar;
  const key = JSON.stringify([timeZone, hours, holidays]);
  const known = kept.get(key);
  if (known) return known;
  const made: WorkingCalendar = {
    timeZone,
    hours: hours === AROUND_THE_CLOCK ? 'AROUND_THE_CLOCK' : workingWindows(hours),
    holidays: holidays.length === 0 ? [] : (year) => holidaysOf(holidays, year).map(({ date }) => date),
  };
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(key, made);
  return made;
}
