export { loadLastUpdate, loadTicketEvents } from './ticket-event.loader.js';
export {
  appendTicketEvents,
  findFilePlaces,
  findLastSequences,
  findTicketEventsByExternalIds,
  lockTickets,
  takeTurn,
  type NewTicketEvent,
  type TicketEventRecord,
} from './ticket-event.store.js';
export { StatusUpdate, TicketEventConnection } from './ticket-event.types.js';
