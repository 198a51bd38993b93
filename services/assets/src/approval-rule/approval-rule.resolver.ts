import { ConnectionArgs, payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { AdvisoryBoard, loadAdvisoryBoard } from '../advisory-board/index.js';
import type { AdvisoryBoardRecord } from '../advisory-board/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import { loadApprovalRules } from './approval-rule.loader.js';
import { createApprovalRule, updateApprovalRule } from './approval-rule.service.js';
import type { ApprovalRuleRecord } from './approval-rule.store.js';
import {
  ChangeApprovalRule,
  ChangeApprovalRulePayload,
  CreateChangeApprovalRuleInput,
  UpdateChangeApprovalRuleInput,
} from './approval-rule.types.js';

@Resolver(() => ChangeApprovalRule)
export class ChangeApprovalRuleResolver {
  @Query(() => [ChangeApprovalRule], {
    description:
      'Who must agree to which changes, in order; withdrawn rules besides. While no rule is active, the built-in policy holds: a manager agrees to every change; one of a risk of 50 or more, or that breaks an agreement, goes to the advisory board besides (the active one made first; where there is none, to two managers); an emergency needs one manager and is reviewed afterwards. Staff only.',
  })
  changeApprovalPolicy(@Ctx() context: RequestContext): Promise<ApprovalRuleRecord[]> {
    return loadApprovalRules(context);
  }

  @FieldResolver(() => AdvisoryBoard, { nullable: true, description: 'The board that is asked; null: none.' })
  async board(
    @Root() { boardId }: ApprovalRuleRecord,
    @Ctx() context: RequestContext,
  ): Promise<AdvisoryBoardRecord | null> {
    return boardId === null ? null : loadAdvisoryBoard(context, boardId);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first.',
  })
  history(
    @Root() { id }: ApprovalRuleRecord,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'change_approval_rule', id, args);
  }

  @Mutation(() => ChangeApprovalRulePayload, {
    description: 'Adds a rule to the approval policy on changes. Role: admin.',
  })
  createChangeApprovalRule(
    @Arg('input', () => CreateChangeApprovalRuleInput, { description: 'The new rule.' })
    input: CreateChangeApprovalRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeApprovalRulePayload> {
    return payload(async () => ({ rule: await createApprovalRule(context, input) }));
  }

  @Mutation(() => ChangeApprovalRulePayload, {
    description: 'Edits or withdraws a rule of the approval policy on changes. Role: admin.',
  })
  updateChangeApprovalRule(
    @Arg('input', () => UpdateChangeApprovalRuleInput, { description: 'What changes.' })
    input: UpdateChangeApprovalRuleInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeApprovalRulePayload> {
    return payload(async () => ({ rule: await updateApprovalRule(context, input) }));
  }
}
