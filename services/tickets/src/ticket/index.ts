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
export {
  blankTicket,
  ticketList,
  ticketRecords,
  type TicketListArguments,
  type TicketRecord,
} from './ticket.store.js';
export { listTickets, loadTicket, loadTicketsOf } from './ticket.loader.js';
export {
  Ticket,
  TicketConnection,
  TicketFilter,
  TicketOrder,
  TicketOrderField,
  TicketsArgs,
} from './ticket.types.js';
