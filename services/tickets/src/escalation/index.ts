export { Escalation } from './escalation.types.js';
export { EscalationEntity } from './escalation.entity.js';
export { EscalationResolver, TicketEscalationsResolver } from './escalation.resolver.js';
export { EscalationEnd } from './escalation.rules.js';
export { endEscalations, settleEscalations } from './escalation-end.service.js';
export { raiseEscalations, type NewEscalation } from './escalation.service.js';
export { escalationRecords, openEscalationsTo } from './escalation.store.js';
