export {
  policyFor,
  type ApproverRole,
  type ChangePolicy,
  type PolicyRule,
  type Requirement,
} from './approval-policy.rules.js';
export { ChangeApprovalRuleEntity } from './approval-rule.entity.js';
export { ChangeApprovalRuleResolver } from './approval-rule.resolver.js';
export { policyInForce } from './approval-rule.service.js';
