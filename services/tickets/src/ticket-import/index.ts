export { ticketArrivalJobs } from './ticket-arrival.service.js';
export { TicketImportResolver } from './ticket-import.resolver.js';
