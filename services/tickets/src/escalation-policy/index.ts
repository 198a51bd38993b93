export { EscalationPolicyEntity } from './escalation-policy.entity.js';
export { loadEscalationPolicy } from './escalation-policy.loader.js';
export { EscalationPolicyResolver, EscalationStepResolver } from './escalation-policy.resolver.js';
export { START_ESCALATIONS_JOB, type PolicyConditions, type PolicyStep } from './escalation-policy.rules.js';
export {
  escalationPolicyRecords,
  findActivePolicies,
  type EscalationPolicyRecord,
} from './escalation-policy.store.js';
export { EscalationPolicy } from './escalation-policy.types.js';
