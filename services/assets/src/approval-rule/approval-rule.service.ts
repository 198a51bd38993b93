import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  DomainError,
  violatedConstraint,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { advisoryBoardRecords, findDefaultBoard } from '../advisory-board/index.js';
import { defaultPolicy, type PolicyRule } from './approval-policy.rules.js';
import { checkRule } from './approval-rule.rules.js';
import { approvalRuleRecords, findApprovalRules, type ApprovalRuleRecord } from './approval-rule.store.js';
import type { CreateChangeApprovalRuleInput, UpdateChangeApprovalRuleInput } from './approval-rule.types.js';

/** The rules that hold, in their order: those on record, or where there are none the built-in ones. */
export async function policyInForce(session: Session): Promise<PolicyRule[]> {
  const rules = await findApprovalRules(session);
  return rules.length > 0 ? rules : defaultPolicy((await findDefaultBoard(session))?.id ?? null);
}

/** Adds a rule to the policy; the first one replaces the built-in policy. Role: admin. */
export function createApprovalRule(
  context: RequestContext,
  input: CreateChangeApprovalRuleInput,
): Promise<ApprovalRuleRecord> {
  authorize(context, 'admin');
  return keepingNamesApart(input.name, () =>
    createOnce(context, approvalRuleRecords, {
      prefix: 'car',
      mutation: 'createChangeApprovalRule',
      input,
      values: async (tx) => {
        const rule = {
          position: input.position,
          name: checkText(input.name, 'name'),
          kinds: [...new Set(input.kinds)],
          riskScoreFrom: input.riskScoreFrom ?? null,
          headroomSecondsBelow: input.headroomSecondsBelow ?? null,
          role: input.role ?? null,
          approvals: input.approvals,
          boardId: input.boardId ?? null,
          startsFirst: input.startsFirst,
          active: true,
        };
        await check(tx, rule);
        return rule;
      },
    }),
  );
}

/** Edits or withdraws a rule. Role: admin. */
export function updateApprovalRule(
  context: RequestContext,
  input: UpdateChangeApprovalRuleInput,
): Promise<ApprovalRuleRecord> {
  authorize(context, 'admin');
  return keepingNamesApart(input.name ?? '', () =>
    context.session.transaction((tx) =>
      approvalRuleRecords.update(tx, authorOf(context), input.id, input.expectedVersion, async (current) => {
        const edited = {
          position: input.position ?? current.position,
          name: input.name == null ? current.name : checkText(input.name, 'name'),
          kinds: input.kinds == null ? current.kinds : [...new Set(input.kinds)],
          riskScoreFrom: input.riskScoreFrom === undefined ? current.riskScoreFrom : input.riskScoreFrom,
          headroomSecondsBelow:
            input.headroomSecondsBelow === undefined
              ? current.headroomSecondsBelow
              : input.headroomSecondsBelow,
          role: input.role === undefined ? current.role : input.role,
          approvals: input.approvals ?? current.approvals,
          boardId: input.boardId === undefined ? current.boardId : input.boardId,
          startsFirst: input.startsFirst ?? current.startsFirst,
          active: input.active ?? current.active,
        };
        await check(tx, edited);
        return edited;
      }),
    ),
  );
}

async function check(tx: Session, rule: PolicyRule & { position: number }): Promise<void> {
  checkRule(rule);
  if (rule.boardId !== null) await advisoryBoardRecords.require(tx, rule.boardId, ['boardId']);
}

async function keepingNamesApart<Result>(name: string, fn: () => Promise<Result>): Promise<Result> {
  try {
    return await fn();
  } catch (error) {
    if (violatedConstraint(error) !== 'change_approval_rule_name_key') throw error;
    const message = `There is a rule ${JSON.stringify(name.trim())} already.`;
    throw new DomainError('ALREADY_EXISTS', message, ['name']);
  }
}
