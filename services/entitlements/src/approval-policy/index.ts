export { ApprovalRuleEntity } from './approval-rule.entity.js';
export { ApprovalRuleResolver } from './approval-rule.resolver.js';
export { findApprovalRules } from './approval-rule.store.js';
