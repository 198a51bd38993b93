import { Arg, Args, Ctx, FieldResolver, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import {
  AddReviewActionInput,
  CloseReviewActionInput,
  UpdateReviewActionInput,
} from './change-review-input.types.js';
import { listActions, loadReview } from './change-review.loader.js';
import { isOverdue } from './change-review.rules.js';
import { addAction, closeAction, updateAction } from './change-review.service.js';
import {
  ChangeReview,
  ReviewAction,
  ReviewActionConnection,
  ReviewActionPayload,
  ReviewActionsArgs,
} from './change-review.types.js';
import type { ReviewActionRecord } from './review-action.store.js';

@Resolver(() => ReviewAction)
export class ReviewActionResolver {
  @Query(() => ReviewActionConnection, {
    description: 'What is to be done after reviews, the next due first. Staff only.',
  })
  async reviewActions(
    @Args(() => ReviewActionsArgs) args: ReviewActionsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listActions(context, args), (row) => row);
  }

  @FieldResolver(() => ChangeReview, { nullable: true, description: 'The review it came from.' })
  review(@Root() { reviewId }: ReviewActionRecord, @Ctx() context: RequestContext) {
    return loadReview(context, reviewId);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who is to do it; null: nobody yet.' })
  owner(@Root() { ownerId }: ReviewActionRecord): Person | null {
    return ownerId === null ? null : { id: ownerId };
  }

  @FieldResolver(() => Boolean, {
    nullable: true,
    description: 'Whether it is open, and was due before today (UTC).',
  })
  overdue(@Root() action: ReviewActionRecord, @Ctx() context: RequestContext): boolean {
    return isOverdue(action, context.now.toISOString().slice(0, 10));
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: ReviewAction,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'review_action', id, args);
  }

  @Mutation(() => ReviewActionPayload, {
    description: 'Adds something to be done after a review. Roles: admin, manager, operator.',
  })
  addReviewAction(
    @Arg('input', () => AddReviewActionInput, { description: 'The action.' }) input: AddReviewActionInput,
    @Ctx() context: RequestContext,
  ): Promise<ReviewActionPayload> {
    return payload(async () => ({ action: await addAction(context, input) }));
  }

  @Mutation(() => ReviewActionPayload, {
    description: 'Edits an open action. Roles: admin, manager, operator.',
  })
  updateReviewAction(
    @Arg('input', () => UpdateReviewActionInput, { description: 'What changes.' })
    input: UpdateReviewActionInput,
    @Ctx() context: RequestContext,
  ): Promise<ReviewActionPayload> {
    return payload(async () => ({ action: await updateAction(context, input) }));
  }

  @Mutation(() => ReviewActionPayload, {
    description: 'Closes an action, as done or given up. Roles: admin, manager, operator.',
  })
  closeReviewAction(
    @Arg('input', () => CloseReviewActionInput, { description: 'Which action, and what came of it.' })
    input: CloseReviewActionInput,
    @Ctx() context: RequestContext,
  ): Promise<ReviewActionPayload> {
    return payload(async () => ({ action: await closeAction(context, input) }));
  }
}
