export { Escalation } from './escalation.types.js';
export { EscalationEntity } from './escalation.entity.js';
export { EscalationResolver, TicketEscalationsResolver } from './escalation.resolver.js';
export { EscalationEnd } from './escalation.rules.js';
export {
  endEscalations,
  raiseEscalations,
  settleEscalations,
  type NewEscalation,
} from './escalation.service.js';
export { escalationRecords, openEscalationsTo, type OpenEscalation } from './escalation.store.js';
