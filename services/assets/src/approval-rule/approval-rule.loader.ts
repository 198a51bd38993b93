import type { RequestContext } from '@plimsoll/shared';
import { findApprovalRules, type ApprovalRuleRecord } from './approval-rule.store.js';

/** The rules of the policy that the caller sees, in their order, withdrawn ones too: staff all, others none. */
export function loadApprovalRules(context: RequestContext): Promise<ApprovalRuleRecord[]> {
  return findApprovalRules(context.session, true);
}
