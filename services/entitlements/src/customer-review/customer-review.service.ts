import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  invalid,
  newId,
  notFound,
  type Author,
  type RequestContext,
  type Session,
} from '@plimsoll/shared';
import { customerRecords } from '../customer/index.js';
import { mayFollowUp, personRecords } from '../person/index.js';
import {
  checkCadence,
  FIRST_CADENCE,
  firstReviewAt,
  nextReviewAt,
  requireScheduled,
} from './customer-review.rules.js';
import {
  customerReviewRecords,
  hasScheduledReview,
  type CustomerReviewRecord,
} from './customer-review.store.js';
import type {
  CancelReviewInput,
  HoldReviewInput,
  RescheduleReviewInput,
  ScheduleReviewInput,
} from './customer-review.types.js';

const LONGEST_SUMMARY = 10_000;
const LONGEST_REASON = 1_000;

/** Schedules a review with a customer. Roles: admin, manager, operator; agents for customers they manage and reviews they lead. */
export async function scheduleReview(
  context: RequestContext,
  input: ScheduleReviewInput,
): Promise<CustomerReviewRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  return createOnce(context, customerReviewRecords, {
    prefix: 'rev',
    mutation: 'scheduleReview',
    input,
    values: async (tx) => {
      const customer = await customerRecords.require(tx, input.customerId, ['customerId']);
      if (!mayFollowUp(context.principal, customer.accountManagerId)) {
        throw notFound('customer', input.customerId, ['customerId']);
      }
      if (input.ownerId != null) await personRecords.require(tx, input.ownerId, ['ownerId']);
      return {
        customerId: customer.id,
        ownerId: input.ownerId ?? customer.accountManagerId,
        scheduledAt: aheadOf(context.now, input.scheduledAt),
        every: input.every == null ? null : checkCadence(input.every),
        status: 'SCHEDULED' as const,
        closedAt: null,
        summary: null,
        previousId: null,
      };
    },
  });
}

/** Changes a review that is ahead. Roles: admin, manager, operator; agents for customers they manage and reviews they lead. */
export async function rescheduleReview(
  context: RequestContext,
  input: RescheduleReviewInput,
): Promise<CustomerReviewRecord> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  return context.session.transaction((tx) =>
    customerReviewRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      async ({ status, ownerId }) => {
        if (!mayFollowUp(context.principal, ownerId)) throw notFound('review', input.id);
        requireScheduled('rescheduled', status);
        if (input.ownerId != null) await personRecords.require(tx, input.ownerId, ['ownerId']);
        return {
          ...(input.scheduledAt == null ? {} : { scheduledAt: aheadOf(context.now, input.scheduledAt) }),
          every: input.every == null ? input.every : checkCadence(input.every),
          ownerId: input.ownerId,
        };
      },
    ),
  );
}

/** Says that a review took place; where it repeats, the next is scheduled. Roles: admin, manager, operator; agents for customers they manage and reviews they lead. */
export async function holdReview(
  context: RequestContext,
  input: HoldReviewInput,
): Promise<{ review: CustomerReviewRecord; next: CustomerReviewRecord | null }> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  const summary = checkText(input.summary, 'summary', LONGEST_SUMMARY);
  return close(context, input, authorOf(context), 'HELD', { summary });
}

/**
 * Says that a review does not take place; where it repeats, the next is scheduled all the same. Roles: admin,
 * manager, operator.
 */
export async function cancelReview(
  context: RequestContext,
  input: CancelReviewInput,
): Promise<{ review: CustomerReviewRecord; next: CustomerReviewRecord | null }> {
  authorize(context, 'admin', 'manager', 'operator', 'agent');
  const reason = checkText(input.reason, 'reason', LONGEST_REASON);
  return close(context, input, authorOf(context, reason), 'CANCELLED', {});
}

/** Schedules quarterly reviews with a customer who went live on a day, unless one is ahead already. */
export async function scheduleFirstReview(
  tx: Session,
  author: Author,
  { customerId, ownerId }: { customerId: string; ownerId: string | null },
  liveOn: string,
  now: Date,
): Promise<void> {
  if (await hasScheduledReview(tx, customerId)) return;
  const { timeZone } = await customerRecords.require(tx, customerId, ['id']);
  const kept = { id: newId('rev'), version: 1, externalId: null, source: null };
  const review = {
    ...kept,
    customerId,
    ownerId,
    scheduledAt: firstReviewAt(liveOn, timeZone, now),
    every: FIRST_CADENCE,
    status: 'SCHEDULED' as const,
    closedAt: null,
    summary: null,
    previousId: null,
  };
  await customerReviewRecords.create(tx, author, [review]);
}

async function close(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  author: Author,
  status: 'HELD' | 'CANCELLED',
  more: Partial<CustomerReviewRecord>,
): Promise<{ review: CustomerReviewRecord; next: CustomerReviewRecord | null }> {
  return context.session.transaction(async (tx) => {
    const review = await customerReviewRecords.update(
      tx,
      author,
      input.id,
      input.expectedVersion,
      (current) => {
        if (!mayFollowUp(context.principal, current.ownerId)) throw notFound('review', input.id);
        requireScheduled(status === 'HELD' ? 'held' : 'cancelled', current.status);
        return { ...more, status, closedAt: context.now };
      },
    );
    return { review, next: await follow(tx, author, review, context.now) };
  });
}

async function follow(
  tx: Session,
  author: Author,
  review: CustomerReviewRecord,
  now: Date,
): Promise<CustomerReviewRecord | null> {
  if (review.every === null) return null;
  const { timeZone } = await customerRecords.require(tx, review.customerId, ['id']);
  const next: CustomerReviewRecord = {
    ...review,
    id: newId('rev'),
    version: 1,
    externalId: null,
    source: null,
    scheduledAt: nextReviewAt(review.scheduledAt, review.every, timeZone, now),
    status: 'SCHEDULED',
    closedAt: null,
    summary: null,
    previousId: review.id,
  };
  await customerReviewRecords.create(tx, author, [next]);
  return next;
}

function aheadOf(now: Date, scheduledAt: Date): Date {
  if (scheduledAt.getTime() < now.getTime()) {
    throw invalid('`scheduledAt` is in the past; a review is scheduled ahead.', ['scheduledAt']);
  }
  return scheduledAt;
}
