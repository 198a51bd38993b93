import { checkText, DomainError, invalid } from '@plimsoll/shared';

/** How far a review is. */
export type ReviewStatusName = 'DRAFT' | 'COMPLETED';
/** How far an action is. */
export type ActionStatusName = 'OPEN' | 'DONE' | 'DROPPED';
/** Why a change owes a review. */
export type ReviewReason = 'EMERGENCY' | 'FAILED' | 'ROLLED_BACK' | 'SUCCEEDED_WITH_ISSUES';

/** What of a change decides whether it owes a review. */
export interface ReviewedChange {
  kind: string;
  status: string;
  outcome: string | null;
  endedAt: Date | null;
  /** Null for what was made here: what was imported was reviewed where it came from. */
  source: string | null;
}

/** A review that a change owes until it is completed. */
export interface OwedReview {
  reason: ReviewReason;
  dueAt: Date;
}

/** In how many days after its end a change is reviewed, by why. */
export const REVIEW_DAYS: Record<ReviewReason, number> = {
  EMERGENCY: 3,
  FAILED: 7,
  ROLLED_BACK: 7,
  SUCCEEDED_WITH_ISSUES: 7,
};

const DAY_MS = 86_400_000;
const LONGEST_TEXT = 20_000;
const MOST_PARTICIPANTS = 100;

/**
 * The review that a change owes once it is over, done or not: each emergency, and what did not simply succeed. Null
 * for others, and for what was imported.
 */
export function reviewOf(change: ReviewedChange): OwedReview | null {
  const { kind, status, outcome, endedAt, source } = change;
  if (status !== 'COMPLETED' || endedAt === null || source !== null) return null;
  const reason = kind === 'EMERGENCY' ? 'EMERGENCY' : outcome === 'SUCCEEDED' ? null : outcome;
  if (reason === null) return null;
  const days = REVIEW_DAYS[reason as ReviewReason];
  return { reason: reason as ReviewReason, dueAt: new Date(endedAt.getTime() + days * DAY_MS) };
}

/**
 * A change is reviewed when it is over.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function requireOver(status: string): void {
  if (status === 'COMPLETED') return;
  throw new DomainError(
    'INVALID_STATUS',
    `A change is reviewed once it is COMPLETED; this one is ${status}.`,
    ['changeId'],
  );
}

/**
 * What a review says is settled once it is completed; actions go on.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function requireDraft(status: ReviewStatusName, step: string): void {
  if (status === 'DRAFT') return;
  throw new DomainError('INVALID_STATUS', `This review is COMPLETED; to ${step} it, it has to be DRAFT.`, [
    'id',
  ]);
}

/**
 * What a completed review has to say; that of an emergency is completed by somebody else than who asked for the
 * change, since nobody agreed to it before.
 *
 * @throws DomainError `INVALID` naming what is missing, or `OWN_CHANGE`
 */
export function checkCompletion(
  review: { objectivesMet: boolean | null; summary: string | null },
  change: { kind: string; requestedBy: string | null },
  reviewer: string | null,
): void {
  if (review.objectivesMet === null) {
    throw invalid('`objectivesMet` says whether the change did what it was for.', ['objectivesMet']);
  }
  if (review.summary === null) throw invalid('`summary` says what happened.', ['summary']);
  if (change.kind === 'EMERGENCY' && change.requestedBy !== null && change.requestedBy === reviewer) {
    throw new DomainError(
      'OWN_CHANGE',
      'You asked for this emergency change: somebody else has to complete its review.',
      ['id'],
    );
  }
}

/**
 * Those who took part, each once.
 *
 * @throws DomainError `INVALID` for more than 100
 */
export function checkParticipants(ids: readonly string[]): string[] {
  const distinct = [...new Set(ids)];
  if (distinct.length > MOST_PARTICIPANTS) {
    throw invalid(`A review has at most ${MOST_PARTICIPANTS} participants.`, ['participantIds']);
  }
  return distinct;
}

/**
 * A part of a review, trimmed; null for none or one that is blank.
 *
 * @throws DomainError `INVALID` for more than 20,000 characters
 */
export function reviewText(value: string | null | undefined, field: string): string | null {
  return value == null || value.trim() === '' ? null : checkText(value, field, LONGEST_TEXT);
}

/**
 * An open action is edited and closed; a closed one stays.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function requireOpen(status: ActionStatusName, step: string): void {
  if (status === 'OPEN') return;
  throw new DomainError('INVALID_STATUS', `This action is ${status}; to ${step} it, it has to be OPEN.`, [
    'id',
  ]);
}

/** Whether an action is overdue on a day (UTC), `YYYY-MM-DD`: open, and due before it. */
export function isOverdue(
  action: { status: ActionStatusName; dueOn: string | null },
  today: string,
): boolean {
  return action.status === 'OPEN' && action.dueOn !== null && action.dueOn < today;
}
