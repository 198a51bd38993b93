export { serviceLevelMonths } from './service-level-figures.store.js';
export { ticketMonths } from './ticket-month.store.js';
