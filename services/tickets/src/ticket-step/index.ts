export { openTickets } from './after-opening.js';
export { afterSteps } from './after-step.js';
export { ticketAuthorOf } from './ticket-step.author.js';
export {
  actsForDesk,
  ASKING_ROLES,
  DESK_ROLES,
  LONGEST_REASON,
  LONGEST_SUBJECT,
  LONGEST_TEXT,
} from './ticket-step.rules.js';
export {
  takeStep,
  takeStepBySystem,
  takeStepsBySystem,
  takeStepWithin,
  type Decision,
  type Happening,
  type StepAuthor,
} from './ticket-step.service.js';
export { TicketPayload, TicketStepInput } from './ticket-step.types.js';
