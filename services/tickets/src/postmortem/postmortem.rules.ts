import { DomainError, invalid } from '@plimsoll/shared';

/** Where a postmortem stands. */
export enum PostmortemStatus {
  DRAFT = 'DRAFT',
  IN_REVIEW = 'IN_REVIEW',
  PUBLISHED = 'PUBLISHED',
}

/** What is to be done about a cause; the work itself is a ticket of its own. */
export interface PostmortemAction {
  ticketId: string;
  title: string;
  ownerId: string;
  /** YYYY-MM-DD. */
  dueOn: string | null;
}

/** Days after the incident was resolved in which its postmortem is to be published. */
const DUE_DAYS = 5;
const DAY_MS = 86_400_000;

/** When the postmortem of an incident is due: five days after it was resolved. */
export function postmortemDueAt(resolvedAt: Date): Date {
  return new Date(resolvedAt.getTime() + DUE_DAYS * DAY_MS);
}

/** What happens to a postmortem. */
export type PostmortemStep = 'EDITED' | 'SUBMITTED' | 'RETURNED' | 'PUBLISHED';

const NEXT: Record<PostmortemStep, Partial<Record<PostmortemStatus, PostmortemStatus>>> = {
  EDITED: { DRAFT: PostmortemStatus.DRAFT, IN_REVIEW: PostmortemStatus.DRAFT },
  SUBMITTED: { DRAFT: PostmortemStatus.IN_REVIEW },
  RETURNED: { IN_REVIEW: PostmortemStatus.DRAFT },
  PUBLISHED: { IN_REVIEW: PostmortemStatus.PUBLISHED },
};

/**
 * The status after a step. What was reviewed is what is published: an edit takes it back to a draft, and what is published
 * stays as it is.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function postmortemAfter(status: PostmortemStatus, step: PostmortemStep): PostmortemStatus {
  const next = NEXT[step][status];
  if (next === undefined) {
    throw new DomainError(
      'INVALID_STATUS',
      `A postmortem that is ${status} cannot be ${step.toLowerCase()}.`,
      ['id'],
    );
  }
  return next;
}

/** What has to be written before anybody reviews it. @throws DomainError `INVALID` naming the field */
export function checkComplete(written: { rootCause: string | null; reasonForOutage: string | null }): void {
  for (const field of ['rootCause', 'reasonForOutage'] as const) {
    if (written[field] === null) throw invalid(`\`${field}\` has to be written before the review.`, [field]);
  }
}

/**
 * Whoever answers for a postmortem does not decide about it, nor does anybody of whom it is not known who it is.
 *
 * @throws DomainError `OWN_POSTMORTEM`, `NO_PERSON`
 */
export function checkReviewer(ownerId: string, reviewerId: string | undefined): void {
  if (reviewerId === undefined) {
    throw new DomainError(
      'NO_PERSON',
      'A person on record decides about a postmortem; your token names none.',
      ['id'],
    );
  }
  if (reviewerId === ownerId) {
    throw new DomainError('OWN_POSTMORTEM', 'Somebody else than its owner decides about a postmortem.', [
      'id',
    ]);
  }
}
