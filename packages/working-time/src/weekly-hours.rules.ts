import type { WeeklyWindow } from './working-time.rules.js';

/** How hours around the clock are written. */
export const AROUND_THE_CLOCK = '24x7';

const WEEKDAYS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const DAY = 1440;

/**
 * The working windows of weekly hours written as `Mon-Fri 09:00-17:00; Sat 10:00-14:00` or `24x7`: parts between
 * semicolons, each of days (`Mon`, `Mon-Fri`, `Mon,Wed`; a range may run over the week's end) and windows of the
 * local day (several between commas, 24:00 as an end). In order of weekday and time, without overlap.
 *
 * @throws RangeError naming the part at fault
 */
export function workingWindows(hours: string): WeeklyWindow[] {
  if (isAroundTheClock(hours)) {
    return WEEKDAYS.map((_, index) => ({ weekday: index + 1, fromMinute: 0, toMinute: DAY }));
  }
  const parts = partsOf(hours);
  if (parts.length === 0) throw refused(hours, 'names no hours');
  const windows = parts.flatMap((part) => windowsOf(part));
  windows.sort((a, b) => a.weekday - b.weekday || a.fromMinute - b.fromMinute);
  windows.forEach((window, index) => {
    const before = windows[index - 1];
    if (before && before.weekday === window.weekday && window.fromMinute < before.toMinute) {
      throw refused(hours, `has windows that overlap on ${WEEKDAYS[window.weekday - 1]}`);
    }
  });
  return windows;
}

/**
 * The one spelling of weekly hours: spaces and the case of days as in `Mon-Fri 09:00-17:00; Sat 10:00-14:00`.
 *
 * @throws RangeError naming the part at fault
 */
export function canonicalHours(hours: string): string {
  workingWindows(hours);
  if (isAroundTheClock(hours)) return AROUND_THE_CLOCK;
  return partsOf(hours)
    .map((part) => {
      const { days, times } = splitPart(part);
      const named = days.replaceAll(/[A-Za-z]+/g, (day) => WEEKDAYS[weekdayOf(day, part) - 1] ?? day);
      return `${named} ${times.map((time) => time.padStart(11, '0')).join(',')}`;
    })
    .join('; ');
}

/** Hours with their zone, as people read them: `Mon-Fri 09:00-17:00 Europe/Berlin`; `24x7` needs none. */
export function readableHours(hours: string, timeZone: string): string {
  return hours === AROUND_THE_CLOCK ? hours : `${hours} ${timeZone}`;
}

function isAroundTheClock(hours: string): boolean {
  return /^24\s*[x/]\s*7$/i.test(hours.trim());
}

function partsOf(hours: string): string[] {
  return hours
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '');
}

function splitPart(part: string): { days: string; times: string[] } {
  const match =
    /^([A-Za-z]+(?:\s*[-,]\s*[A-Za-z]+)*)\s+([\d:]+\s*-\s*[\d:]+(?:\s*,\s*[\d:]+\s*-\s*[\d:]+)*)$/.exec(part);
  if (!match) throw refused(part, 'is not days and times');
  const compact = (text: string | undefined) => (text ?? '').replaceAll(/\s/g, '');
  return {
    days: compact(match[1]),
    times: compact(match[2])
      .split(',')
      .map((time) => time.replaceAll(/(^|-)(\d):/g, '$10$2:')),
  };
}

function windowsOf(part: string): WeeklyWindow[] {
  const { days, times } = splitPart(part);
  const weekdays = days.split(',').flatMap((range) => weekdaysOf(range, part));
  return times.flatMap((time) => {
    const [from, to] = time.split('-');
    const fromMinute = minuteOf(from ?? '', part);
    const toMinute = minuteOf(to ?? '', part);
    if (toMinute <= fromMinute) throw refused(part, 'ends before it begins; cut it at midnight');
    return weekdays.map((weekday) => ({ weekday, fromMinute, toMinute }));
  });
}

function weekdaysOf(range: string, part: string): number[] {
  const [first = '', last = first, ...more] = range.split('-');
  if (more.length > 0) throw refused(part, 'has a range of more than two days');
  const from = weekdayOf(first, part);
  const length = ((weekdayOf(last, part) - from + 7) % 7) + 1;
  return Array.from({ length }, (_, index) => ((from - 1 + index) % 7) + 1);
}

function weekdayOf(day: string, part: string): number {
  const index = WEEKDAYS.findIndex((known) => known.toLowerCase() === day.toLowerCase());
  if (index < 0) throw refused(part, `names a day ${JSON.stringify(day)}`);
  return index + 1;
}

function minuteOf(time: string, part: string): number {
  const match = /^(\d{2}):(\d{2})$/.exec(time);
  const minute = match ? Number(match[1]) * 60 + Number(match[2]) : Number.NaN;
  if (!match || Number(match[2]) > 59 || minute > DAY)
    throw refused(part, `has no time of day ${JSON.stringify(time)}`);
  return minute;
}

function refused(text: string, why: string) {
  return new RangeError(
    `Weekly hours are written as "Mon-Fri 09:00-17:00; Sat 10:00-14:00" or "24x7"; ${JSON.stringify(text.slice(0, 80))} ${why}.`,
  );
}
