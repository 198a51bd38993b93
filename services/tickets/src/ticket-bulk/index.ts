export { TicketBulkResolver } from './ticket-bulk.resolver.js';
