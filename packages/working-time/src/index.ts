export { workingCalendarOf, type CalendarTerms } from './business-calendar.js';
export { lengthOfTime } from './duration.rules.js';
export { checkHolidays, holidaysOf, type Holiday } from './public-holidays.js';
export { AROUND_THE_CLOCK, canonicalHours, readableHours, workingWindows } from './weekly-hours.rules.js';
export {
  addWorkingTime,
  instantOfWallTime,
  isWorking,
  workingIntervals,
  workingTime,
  type Interval,
  type WeeklyWindow,
  type WorkingCalendar,
} from './working-time.rules.js';
