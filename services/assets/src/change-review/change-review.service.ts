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
import { requirePersons } from '../account/index.js';
import { findChange } from '../change/index.js';
import {
  checkCompletion,
  checkParticipants,
  requireDraft,
  requireOpen,
  requireOver,
  reviewOf,
  reviewText,
  type OwedReview,
} from './change-review.rules.js';
import { changeReviewRecords, findReviewsOfChanges, type ChangeReviewRecord } from './change-review.store.js';
import type {
  AddReviewActionInput,
  CloseReviewActionInput,
  CompleteChangeReviewInput,
  DraftChangeReviewInput,
  UpdateChangeReviewInput,
  UpdateReviewActionInput,
} from './change-review-input.types.js';
import { reviewActionRecords, type ReviewActionRecord } from './review-action.store.js';

const LONGEST_ACTION = 2_000;

/** Begins the review of a change that is over; a change has one. Roles: admin, manager, operator. */
export async function draftReview(
  context: RequestContext,
  input: DraftChangeReviewInput,
): Promise<ChangeReviewRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  try {
    return await createOnce(context, changeReviewRecords, {
      prefix: 'pir',
      mutation: 'draftChangeReview',
      input,
      values: async (tx) => {
        requireOver((await findChange(tx, input.changeId)).status);
        const participantIds = await checkPersons(tx, input.participantIds);
        return {
          changeId: input.changeId,
          status: 'DRAFT',
          objectivesMet: input.objectivesMet ?? null,
          summary: reviewText(input.summary, 'summary'),
          wentWell: reviewText(input.wentWell, 'wentWell'),
          wentWrong: reviewText(input.wentWrong, 'wentWrong'),
          lessons: reviewText(input.lessons, 'lessons'),
          participantIds,
          writtenBy: authorOf(context).actorId,
          completedBy: null,
          completedAt: null,
        };
      },
    });
  } catch (error) {
    if (violatedConstraint(error) !== 'change_review_change_id_key') throw error;
    throw new DomainError('DUPLICATE', 'This change has a review already: edit that one.', ['changeId']);
  }
}

/** Edits a review until it is completed. Roles: admin, manager, operator. */
export function updateReview(
  context: RequestContext,
  input: UpdateChangeReviewInput,
): Promise<ChangeReviewRecord> {
  return edit(context, input, async (current, tx) => {
    requireDraft(current.status, 'edit');
    return {
      ...edited(input),
      ...(input.participantIds == null
        ? {}
        : { participantIds: await checkPersons(tx, input.participantIds) }),
    };
  });
}

/**
 * Completes a review, after which what it says stays; that of an emergency by somebody else than who asked for the
 * change. Roles: admin, manager, operator.
 */
export function completeReview(
  context: RequestContext,
  input: CompleteChangeReviewInput,
): Promise<ChangeReviewRecord> {
  return edit(context, input, async (current, tx) => {
    requireDraft(current.status, 'complete');
    const { actorId } = authorOf(context);
    const next = { ...current, ...edited(input) };
    checkCompletion(next, await findChange(tx, current.changeId), actorId);
    return { ...next, status: 'COMPLETED', completedBy: actorId, completedAt: context.now };
  });
}

/** Adds something to be done after a review, completed or not. Roles: admin, manager, operator. */
export function addAction(context: RequestContext, input: AddReviewActionInput): Promise<ReviewActionRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return createOnce(context, reviewActionRecords, {
    prefix: 'act',
    mutation: 'addReviewAction',
    input,
    values: async (tx) => {
      await changeReviewRecords.require(tx, input.reviewId, ['reviewId']);
      await requireOwner(tx, input.ownerId);
      return {
        reviewId: input.reviewId,
        text: checkText(input.text, 'text', LONGEST_ACTION),
        ownerId: input.ownerId ?? null,
        dueOn: input.dueOn ?? null,
        status: 'OPEN',
        result: null,
        closedAt: null,
      };
    },
  });
}

/** Edits an open action. Roles: admin, manager, operator. */
export function updateAction(
  context: RequestContext,
  input: UpdateReviewActionInput,
): Promise<ReviewActionRecord> {
  return editAction(context, input, async (current, tx) => {
    requireOpen(current.status, 'edit');
    await requireOwner(tx, input.ownerId);
    return {
      ...(input.text == null ? {} : { text: checkText(input.text, 'text', LONGEST_ACTION) }),
      ownerId: input.ownerId,
      dueOn: input.dueOn,
    };
  });
}

/** Closes an action as done or dropped. Roles: admin, manager, operator. */
export function closeAction(
  context: RequestContext,
  input: CloseReviewActionInput,
): Promise<ReviewActionRecord> {
  return editAction(context, input, ({ status }) => {
    requireOpen(status, 'close');
    const result = checkText(input.result, 'result', LONGEST_ACTION);
    return { status: input.status, result, closedAt: context.now };
  });
}

/**
 * The reviews that changes owe and that are not completed, by change: each emergency, and what did not simply
 * succeed. One statement.
 */
export async function reviewsOwed(
  session: Session,
  changes: readonly (Parameters<typeof reviewOf>[0] & { id: string })[],
): Promise<Map<string, OwedReview>> {
  const owing = changes.flatMap((change) => {
    const owed = reviewOf(change);
    return owed ? [{ id: change.id, owed }] : [];
  });
  if (owing.length === 0) return new Map();
  const reviews = await findReviewsOfChanges(
    session,
    owing.map(({ id }) => id),
  );
  return new Map(
    owing.flatMap(({ id, owed }, index) => (reviews[index]?.status === 'COMPLETED' ? [] : [[id, owed]])),
  );
}

function edit(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  change: (current: ChangeReviewRecord, tx: Session) => Promise<Partial<ChangeReviewRecord>>,
): Promise<ChangeReviewRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    changeReviewRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) =>
      change(current, tx),
    ),
  );
}

function editAction(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  change: (
    current: ReviewActionRecord,
    tx: Session,
  ) => Partial<ReviewActionRecord> | Promise<Partial<ReviewActionRecord>>,
): Promise<ReviewActionRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction((tx) =>
    reviewActionRecords.update(tx, authorOf(context), input.id, input.expectedVersion, (current) =>
      change(current, tx),
    ),
  );
}

/** What an edit says of a review; what it leaves out is left out. */
function edited(input: UpdateChangeReviewInput | CompleteChangeReviewInput): Partial<ChangeReviewRecord> {
  const texts = ['summary', 'wentWell', 'wentWrong', 'lessons'] as const;
  return {
    ...(input.objectivesMet === undefined ? {} : { objectivesMet: input.objectivesMet }),
    ...Object.fromEntries(
      texts
        .filter((field) => input[field] !== undefined)
        .map((field) => [field, reviewText(input[field], field)]),
    ),
  };
}

async function checkPersons(tx: Session, given: readonly string[]): Promise<string[]> {
  const ids = checkParticipants(given);
  await requirePersons(tx, ids, ['participantIds']);
  return ids;
}

async function requireOwner(tx: Session, ownerId: string | null | undefined): Promise<void> {
  if (ownerId != null) await requirePersons(tx, [ownerId], ['ownerId']);
}
