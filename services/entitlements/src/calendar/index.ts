export { CalendarEntity } from './calendar.entity.js';
export { loadCalendar } from './calendar.loader.js';
export { CalendarResolver } from './calendar.resolver.js';
export { readableHours, workingWindows } from './calendar.rules.js';
export { calendarRecords } from './calendar.store.js';
export { workingCalendarOf } from './working-calendar.js';
export { BusinessCalendar } from './calendar.types.js';
