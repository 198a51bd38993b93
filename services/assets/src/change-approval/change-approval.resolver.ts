import type { RequestContext } from '@plimsoll/shared';
import { Ctx, FieldResolver, Query, Resolver, Root } from 'type-graphql';
import { Change } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import type { Requirement } from '../approval-rule/index.js';
import type { OwedReview } from '../change-review/index.js';
import { approvalStateInRequest, type ApprovalState } from './approval-state.service.js';
import { approvalsOwed } from './change-approval.service.js';
import type { ApprovalRecord } from './change-approval.store.js';
import { ChangeApprovals, type ChangeApproval, type RequiredApproval } from './change-approval.types.js';

@Resolver(() => Change)
export class ChangeApprovalsResolver {
  @Query(() => [Change], {
    description:
      'The changes that wait for your decision: in a role of yours, or for a seat of a board, your own or one delegated to you; the earliest window first. Staff only.',
  })
  changeApprovalsOwed(@Ctx() context: RequestContext): Promise<ChangeRecord[]> {
    return approvalsOwed(context);
  }

  @FieldResolver(() => ChangeApprovals, {
    nullable: true,
    description: 'Who has to agree, and what they decided. Staff only.',
  })
  async approvals(
    @Root() change: ChangeRecord,
    @Ctx() context: RequestContext,
  ): Promise<ChangeApprovals | null> {
    const state = await approvalStateInRequest(context, change);
    if (!state) return null;
    const { boards } = state;
    return {
      required: state.policy.requirements.map((one) =>
        toRequired(one, boards, one.kind === 'ROLE' ? one.approvals : (boards.get(one.boardId)?.quorum ?? 1)),
      ),
      given: state.given.map((one) => toApproval(one, boards)),
      voided: state.voided.map((one) => toApproval(one, boards)),
      outstanding: [
        ...state.outstanding.map((one) => toRequired(one, boards, one.missing)),
        ...(state.reviewOwed ? [toReview(state.reviewOwed)] : []),
      ],
    };
  }
}

function toRequired(
  requirement: Requirement,
  boards: ApprovalState['boards'],
  count: number,
): RequiredApproval {
  const { reason } = requirement;
  if (requirement.kind === 'ROLE') return { role: requirement.role, reason, count, board: null };
  const board = boards.get(requirement.boardId) ?? null;
  return { role: board?.name ?? 'board', reason, count, board };
}

function toReview({ reason, dueAt }: OwedReview): RequiredApproval {
  return {
    role: 'reviewer',
    reason: `${reason}: to be reviewed by ${dueAt.toISOString()}`,
    count: 1,
    board: null,
  };
}

function toApproval(approval: ApprovalRecord, boards: ApprovalState['boards']): ChangeApproval {
  const { id, byId, at, decision, comment, changeVersion, seats } = approval;
  return {
    id,
    by: { id: byId },
    at,
    decision,
    comment,
    changeVersion,
    votes: seats.map(({ boardId, memberId }) => ({
      board: boards.get(boardId) ?? null,
      member: { id: memberId },
    })),
  };
}
