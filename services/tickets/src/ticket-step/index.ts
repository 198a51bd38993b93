export {
  assigned,
  decideAssignment,
  decideClosing,
  decidePriority,
  decideResolution,
  optionalText,
  rated,
} from './desk-decisions.js';
export { openTickets } from './after-opening.js';
export { ticketAuthorOf } from './ticket-step.author.js';
export {
  actsForDesk,
  ASKING_ROLES,
  DESK_ROLES,
  LONGEST_REASON,
  LONGEST_SUBJECT,
  LONGEST_TEXT,
  mergedAway,
} from './ticket-step.rules.js';
export {
  takeStep,
  takeStepBySystem,
  takeSteps,
  takeStepsBySystem,
  takeStepWithin,
  type Decision,
  type Happening,
  type StepAuthor,
  type StepResult,
} from './ticket-step.service.js';
export { TicketPayload, TicketsPayload, TicketStepInput, TicketVersionInput } from './ticket-step.types.js';
export { ticketsPayload } from './ticket-step.payload.js';
