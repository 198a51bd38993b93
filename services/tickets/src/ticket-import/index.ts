export { TicketImportResolver } from './ticket-import.resolver.js';
