export { loadLastUpdate, loadTicketEvents } from './ticket-event.loader.js';
export { TicketEventResolver } from './ticket-event.resolver.js';
export { appendTicketEvents, lockTickets, type NewTicketEvent } from './ticket-event.store.js';
export { StatusUpdate, TicketEventConnection } from './ticket-event.types.js';
