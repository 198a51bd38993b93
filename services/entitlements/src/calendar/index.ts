export { CalendarEntity } from './calendar.entity.js';
export { loadCalendar } from './calendar.loader.js';
export { CalendarResolver } from './calendar.resolver.js';
export { calendarRecords } from './calendar.store.js';
export { BusinessCalendar } from './calendar.types.js';
