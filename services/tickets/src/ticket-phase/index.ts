export {
  IncidentPhase,
  initialPhase,
  leadingOn,
  phaseAfter,
  ProblemPhase,
  type TicketPhase,
} from './ticket-phase.rules.js';
