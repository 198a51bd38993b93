import { authorize, authorOf, checkDecimal, invalid, newId, type RequestContext } from '@plimsoll/shared';
import { approvalRules, lockApprovalRule, type ApprovalRuleRecord } from './approval-rule.store.js';
import type { SetApprovalRuleInput } from './approval-rule.types.js';

/**
 * How many people must agree to orders of a tier from an amount on, in place of what was said before. Requests that
 * are placed already owe what they owed. Role: admin.
 */
export async function setApprovalRule(
  context: RequestContext,
  input: SetApprovalRuleInput,
): Promise<ApprovalRuleRecord> {
  authorize(context, 'admin');
  const { tier, approvals } = input;
  if (!Number.isInteger(tier) || tier < 1 || tier > 3) throw invalid('A tier is 1, 2 or 3.', ['tier']);
  if (!Number.isInteger(approvals) || approvals < 0 || approvals > 10) {
    throw invalid('`approvals` is a whole number from 0 to 10.', ['approvals']);
  }
  const monthlyTotalFrom = checkDecimal(input.monthlyTotalFrom, 'monthlyTotalFrom', '0');
  const currency = input.currency ?? null;
  if (currency !== null && !/^[A-Z]{3}$/.test(currency)) {
    throw invalid('A currency is an ISO 4217 code, such as EUR.', ['currency']);
  }
  return context.session.transaction(async (tx) => {
    const author = authorOf(context);
    const before = await lockApprovalRule(tx, tier, monthlyTotalFrom, currency);
    if (before) {
      return approvalRules.update(tx, author, before.id, before.version, () => ({ approvals }));
    }
    const kept = { id: newId('apv'), version: 1, externalId: null, source: null };
    const rule: ApprovalRuleRecord = { ...kept, tier, monthlyTotalFrom, currency, approvals };
    await approvalRules.create(tx, author, [rule]);
    return rule;
  });
}
