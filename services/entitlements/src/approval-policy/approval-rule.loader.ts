import type { RequestContext } from '@plimsoll/shared';
import { findApprovalRules, type ApprovalRuleRecord } from './approval-rule.store.js';

/** The rules of the approval policy that the caller sees: staff all, others none. */
export function loadApprovalPolicy(context: RequestContext): Promise<ApprovalRuleRecord[]> {
  return findApprovalRules(context.session);
}
