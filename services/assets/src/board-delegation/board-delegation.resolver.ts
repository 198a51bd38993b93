import { payload, type RequestContext } from '@plimsoll/shared';
import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Person } from '../account/index.js';
import { AdvisoryBoard, loadAdvisoryBoard } from '../advisory-board/index.js';
import type { AdvisoryBoardRecord } from '../advisory-board/index.js';
import { loadComingDelegations } from './board-delegation.loader.js';
import { delegateVote, revokeDelegation } from './board-delegation.service.js';
import type { BoardDelegationRecord } from './board-delegation.store.js';
import {
  BoardDelegation,
  BoardDelegationPayload,
  DelegateVoteInput,
  RevokeDelegationInput,
} from './board-delegation.types.js';

@Resolver(() => BoardDelegation)
export class BoardDelegationResolver {
  @FieldResolver(() => AdvisoryBoard, { nullable: true, description: 'On which board.' })
  board(
    @Root() { boardId }: BoardDelegationRecord,
    @Ctx() context: RequestContext,
  ): Promise<AdvisoryBoardRecord | null> {
    return loadAdvisoryBoard(context, boardId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Whose vote it is.' })
  member(@Root() { memberId }: BoardDelegationRecord): Person {
    return { id: memberId };
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who casts it.' })
  delegate(@Root() { delegateId }: BoardDelegationRecord): Person {
    return { id: delegateId };
  }

  @Mutation(() => BoardDelegationPayload, {
    description:
      'Hands a vote on a board to somebody else for a while. Members their own; roles admin, manager anybody’s.',
  })
  delegateVote(
    @Arg('input', () => DelegateVoteInput, { description: 'Whose vote, to whom, how long.' })
    input: DelegateVoteInput,
    @Ctx() context: RequestContext,
  ): Promise<BoardDelegationPayload> {
    return payload(async () => ({ delegation: await delegateVote(context, input) }));
  }

  @Mutation(() => BoardDelegationPayload, {
    description:
      'Takes a vote back; what was voted meanwhile stays. Members their own; roles admin, manager anybody’s.',
  })
  revokeDelegation(
    @Arg('input', () => RevokeDelegationInput, { description: 'Which delegation.' })
    input: RevokeDelegationInput,
    @Ctx() context: RequestContext,
  ): Promise<BoardDelegationPayload> {
    return payload(async () => ({ delegation: await revokeDelegation(context, input) }));
  }
}

@Resolver(() => AdvisoryBoard)
export class BoardDelegationsResolver {
  @FieldResolver(() => [BoardDelegation], {
    nullable: true,
    description: 'Votes that are handed to somebody else, now or later; the earliest first.',
  })
  delegations(
    @Root() { id }: AdvisoryBoardRecord,
    @Ctx() context: RequestContext,
  ): Promise<BoardDelegationRecord[]> {
    return loadComingDelegations(context, id);
  }
}
