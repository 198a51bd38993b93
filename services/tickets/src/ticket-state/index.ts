export { TicketStateResolver } from './ticket-state.resolver.js';
