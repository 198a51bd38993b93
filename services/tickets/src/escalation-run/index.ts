export { escalationJobs } from './escalation-run.job.js';
export {
  EscalationOfRunResolver,
  EscalationRunResolver,
  PolicyRunsResolver,
  TicketRunsResolver,
} from './escalation-run.resolver.js';
