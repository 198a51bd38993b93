export { ticketHandlers } from './ticket.projection.js';
export { clearTickets } from './ticket.store.js';
