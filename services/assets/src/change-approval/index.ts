export { approvalState, submittedChanges } from './approval-state.service.js';
export { ChangeApprovalsResolver } from './change-approval.resolver.js';
export { decide, requireApproved, settledVerdict } from './change-approval.service.js';
export { ApprovalDecision } from './change-approval.types.js';
export type { DecisionName, Verdict } from './approval.rules.js';
export { AgentDesk, OwedApprovalResolver } from './owed-approval.resolver.js';
