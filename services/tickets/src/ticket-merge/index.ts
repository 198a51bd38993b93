export { TicketMergeResolver } from './ticket-merge.resolver.js';
