export { TicketEntity } from './ticket.entity.js';
export {
  AssetTicketsResolver,
  CustomerTicketsResolver,
  QueueTicketsResolver,
} from './ticket-owners.resolver.js';
export { TicketResolver } from './ticket.resolver.js';
export {
  checkSatisfaction,
  inOrderOf,
  isOpen,
  priorityOf,
  ProblemNature,
  statusAfter,
  TicketChannel,
  TicketKind,
  TicketLevel,
  TicketPriority,
  TicketSeverity,
  TicketStatus,
  TicketTier,
  WaitingReason,
  type TicketStep,
} from './ticket.rules.js';
export { blankTicket, ticketRecords, type TicketRecord } from './ticket.store.js';
export { loadTicket, loadTicketsOf } from './ticket.loader.js';
export { Ticket, TicketConnection, TicketsArgs } from './ticket.types.js';
