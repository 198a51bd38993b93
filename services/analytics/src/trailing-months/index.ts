export { TrailingMonthsResolver } from './trailing-months.resolver.js';
export { ticketMonths } from './ticket-month.store.js';
