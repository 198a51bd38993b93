import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Query, Resolver, Root } from 'type-graphql';
import { ConnectionArgs, isId, payload, toConnection, type RequestContext } from '@plimsoll/shared';
import { Person } from '../account/index.js';
import { Change, loadChange } from '../change/index.js';
import type { ChangeRecord } from '../change/index.js';
import { HistoryConnection, loadHistory } from '../history/index.js';
import {
  CompleteChangeReviewInput,
  DraftChangeReviewInput,
  UpdateChangeReviewInput,
} from './change-review-input.types.js';
import {
  listActionsOfReview,
  listOwedReviews,
  listReviews,
  loadReview,
  loadReviewOfChange,
} from './change-review.loader.js';
import { reviewOf } from './change-review.rules.js';
import { completeReview, draftReview, updateReview } from './change-review.service.js';
import type { ChangeReviewRecord } from './change-review.store.js';
import {
  ChangeReview,
  ChangeReviewConnection,
  ChangeReviewPayload,
  ChangeReviewsArgs,
  OwedChangeReview,
  OwedChangeReviewConnection,
  ReviewActionConnection,
  ReviewActionsArgs,
} from './change-review.types.js';

@Resolver(() => ChangeReview)
export class ChangeReviewResolver {
  @Query(() => ChangeReview, {
    nullable: true,
    description: 'The review with this id; null where there is none for you. Staff only.',
  })
  changeReview(
    @Arg('id', () => ID, { description: 'Identifier, `pir_…`.' }) id: string,
    @Ctx() context: RequestContext,
  ): Promise<ChangeReview | null> {
    return loadReview(context, id);
  }

  @Query(() => ChangeReviewConnection, { description: 'Reviews of changes, newest first. Staff only.' })
  async changeReviews(
    @Args(() => ChangeReviewsArgs) args: ChangeReviewsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listReviews(context, args), (row) => row);
  }

  @Query(() => OwedChangeReviewConnection, {
    description:
      'Reviews that are owed, the next due first: of each emergency change that is over, and of each change that did not simply succeed, until they are completed. Changes that were imported owe none. Staff only.',
  })
  async changeReviewsOwed(@Args(() => ConnectionArgs) args: ConnectionArgs, @Ctx() context: RequestContext) {
    return toConnection(await listOwedReviews(context, args), (row) => row);
  }

  @FieldResolver(() => Change, { nullable: true, description: 'The change that was reviewed.' })
  change(@Root() { changeId }: ChangeReviewRecord, @Ctx() context: RequestContext) {
    return loadChange(context, changeId);
  }

  @FieldResolver(() => [Person], { nullable: true, description: 'Who took part.' })
  participants(@Root() { participantIds }: ChangeReviewRecord): Person[] {
    return participantIds.map((id) => ({ id }));
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who began it.' })
  writtenBy(@Root() { writtenBy }: ChangeReviewRecord): Person | null {
    return personOf(writtenBy);
  }

  @FieldResolver(() => Person, { nullable: true, description: 'Who completed it.' })
  completedBy(@Root() { completedBy }: ChangeReviewRecord): Person | null {
    return personOf(completedBy);
  }

  @FieldResolver(() => ReviewActionConnection, {
    nullable: true,
    description: 'What is to be done after it, the next due first.',
  })
  async actions(
    @Root() { id }: ChangeReview,
    @Args(() => ReviewActionsArgs) args: ReviewActionsArgs,
    @Ctx() context: RequestContext,
  ) {
    return toConnection(await listActionsOfReview(context, id, args), (row) => row);
  }

  @FieldResolver(() => HistoryConnection, {
    nullable: true,
    description: 'What changed, by whom and when; newest first. Staff only.',
  })
  history(
    @Root() { id }: ChangeReview,
    @Args(() => ConnectionArgs) args: ConnectionArgs,
    @Ctx() context: RequestContext,
  ) {
    return loadHistory(context, 'change_review', id, args);
  }

  @Mutation(() => ChangeReviewPayload, {
    description:
      'Begins the review of a change that is over; a change has one. Roles: admin, manager, operator.',
  })
  draftChangeReview(
    @Arg('input', () => DraftChangeReviewInput, { description: 'The new review.' })
    input: DraftChangeReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeReviewPayload> {
    return payload(async () => ({ review: await draftReview(context, input) }));
  }

  @Mutation(() => ChangeReviewPayload, {
    description: 'Edits a review until it is completed. Roles: admin, manager, operator.',
  })
  updateChangeReview(
    @Arg('input', () => UpdateChangeReviewInput, { description: 'What changes.' })
    input: UpdateChangeReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeReviewPayload> {
    return payload(async () => ({ review: await updateReview(context, input) }));
  }

  @Mutation(() => ChangeReviewPayload, {
    description:
      'Completes a review; that of an emergency by somebody else than who asked for the change. Roles: admin, manager, operator.',
  })
  completeChangeReview(
    @Arg('input', () => CompleteChangeReviewInput, { description: 'Which review, and what it says.' })
    input: CompleteChangeReviewInput,
    @Ctx() context: RequestContext,
  ): Promise<ChangeReviewPayload> {
    return payload(async () => ({ review: await completeReview(context, input) }));
  }
}

@Resolver(() => OwedChangeReview)
export class OwedChangeReviewResolver {
  @FieldResolver(() => Change, { nullable: true, description: 'The change.' })
  change(@Root() { changeId }: OwedChangeReview, @Ctx() context: RequestContext) {
    return loadChange(context, changeId);
  }

  @FieldResolver(() => ChangeReview, {
    nullable: true,
    description: 'The review that has been begun; null: none has.',
  })
  review(@Root() { changeId }: OwedChangeReview, @Ctx() context: RequestContext) {
    return loadReviewOfChange(context, changeId);
  }

  @FieldResolver(() => Boolean, { description: 'Whether it should have been completed by now.' })
  overdue(@Root() { dueAt }: OwedChangeReview, @Ctx() context: RequestContext): boolean {
    return dueAt < context.now;
  }
}

@Resolver(() => Change)
export class ReviewOfChangeResolver {
  @FieldResolver(() => ChangeReview, {
    nullable: true,
    description: 'Its review; null where none has been begun. Staff only.',
  })
  review(@Root() { id }: ChangeRecord, @Ctx() context: RequestContext): Promise<ChangeReview | null> {
    return loadReviewOfChange(context, id);
  }

  @FieldResolver(() => OwedChangeReview, {
    nullable: true,
    description: 'The review that it owes; null where it owes none, or that is completed. Staff only.',
  })
  async reviewOwed(
    @Root() change: ChangeRecord,
    @Ctx() context: RequestContext,
  ): Promise<OwedChangeReview | null> {
    const owed = context.scope.kind === 'STAFF' ? reviewOf(change) : null;
    if (!owed || (await loadReviewOfChange(context, change.id))?.status === 'COMPLETED') return null;
    return { ...owed, changeId: change.id };
  }
}

function personOf(id: string | null): Person | null {
  return id !== null && isId('per', id) ? { id } : null;
}
