export { calendarRoute } from './calendar.route.js';
