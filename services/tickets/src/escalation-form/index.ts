export { EscalationFormEntity } from './escalation-form.entity.js';
export { EscalationFormResolver } from './escalation-form.resolver.js';
export { checkInformation, EscalationKind } from './escalation-form.rules.js';
export { escalationFormRecords, findForm } from './escalation-form.store.js';
