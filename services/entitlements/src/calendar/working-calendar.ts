import type { WorkingCalendar } from '@plimsoll/working-time';
import { AROUND_THE_CLOCK, workingWindows } from './calendar.rules.js';
import { holidaysOf } from './public-holidays.js';

/** What a business calendar says of working time. */
interface CalendarHours {
  timeZone: string;
  hours: string;
  holidays: readonly string[];
}

const ALWAYS: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
const MOST_KEPT = 500;
const kept = new Map<string, WorkingCalendar>();

/**
 * A business calendar for reckoning with working time; null is around the clock. Calendars that say the same are one
 * object, so that what is worked out of them is worked out once.
 */
export function workingCalendarOf(calendar: CalendarHours | null): WorkingCalendar {
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
