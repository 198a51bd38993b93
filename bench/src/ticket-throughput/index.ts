export { measureTickets, ticketsReport } from './ticket-throughput.js';
