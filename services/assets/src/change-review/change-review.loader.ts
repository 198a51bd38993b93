import {
  listByParent,
  listPage,
  type ConnectionArgs,
  type Page,
  type RequestContext,
} from '@plimsoll/shared';
import {
  changeReviewList,
  changeReviewRecords,
  findReviewsOfChanges,
  owedReviewList,
  type ChangeReviewRecord,
  type OwedReviewArguments,
  type OwedReviewRow,
  type ReviewListArguments,
} from './change-review.store.js';
import type { ReviewActionsArgs } from './change-review.types.js';
import { actionList, type ActionListArguments, type ReviewActionRecord } from './review-action.store.js';

/** The review with this id, or null where the caller sees none; batched a request. */
export function loadReview(context: RequestContext, id: string): Promise<ChangeReviewRecord | null> {
  return context
    .loader<string, ChangeReviewRecord>('change-review', (ids) =>
      changeReviewRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The review of a change, or null where there is none that the caller sees; batched a request. */
export function loadReviewOfChange(
  context: RequestContext,
  changeId: string,
): Promise<ChangeReviewRecord | null> {
  return context
    .loader<string, ChangeReviewRecord>('review-of-change', (ids) =>
      findReviewsOfChanges(context.session, ids),
    )
    .load(changeId);
}

/** A page of the reviews the caller sees, newest first. */
export function listReviews(
  context: RequestContext,
  args: ReviewListArguments,
): Promise<Page<ChangeReviewRecord>> {
  return listPage(context.session, changeReviewList, args);
}

/** A page of the reviews that are owed, the next due first. */
export function listOwedReviews(
  context: RequestContext,
  { first, after }: ConnectionArgs,
): Promise<Page<OwedReviewRow>> {
  const args: OwedReviewArguments = { first, after: after ?? null };
  return listPage(context.session, owedReviewList, args);
}

/** A page of the actions the caller sees, the next due first. */
export function listActions(
  context: RequestContext,
  args: ReviewActionsArgs,
): Promise<Page<ReviewActionRecord>> {
  return listPage(context.session, actionList, onDay(context, args));
}

/** A page of the actions of a review; one statement for all reviews of a request. */
export async function listActionsOfReview(
  context: RequestContext,
  reviewId: string,
  args: ReviewActionsArgs,
): Promise<Page<ReviewActionRecord>> {
  const page = await context
    .loader<string, Page<ReviewActionRecord>>(`review-actions:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, actionList, 'review', ids, onDay(context, args)),
    )
    .load(reviewId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}

function onDay(context: RequestContext, { first, after, filter }: ReviewActionsArgs): ActionListArguments {
  const today = context.now.toISOString().slice(0, 10);
  return { first, after: after ?? null, filter: { ...filter, today } };
}
