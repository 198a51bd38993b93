import { Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { CustomerReviewEntity } from './customer-review.entity.js';
import type { CustomerReviewFilter, CustomerReviewOrderField } from './customer-review.types.js';

/** A review as the rest of the service knows it. */
export type CustomerReviewRecord = CustomerReviewEntity;

/** What may be asked of the list of reviews. */
export type CustomerReviewListArguments = ListArguments<
  CustomerReviewFilter,
  keyof typeof CustomerReviewOrderField
>;

/** Reviews, with their history and events; what was said in them stays here. */
export const customerReviewRecords = new Records<CustomerReviewRecord>({
  entity: CustomerReviewEntity,
  noun: 'review',
  eventNoun: 'customer_review',
  eventData: ({ customerId, ownerId, scheduledAt, every, status, closedAt }) => ({
    customerId,
    ownerId,
    scheduledAt,
    every,
    status,
    closedAt,
  }),
});

/** How reviews are listed. */
export const customerReviewList: ListDefinition<CustomerReviewFilter, keyof typeof CustomerReviewOrderField> =
  {
    columns: `r.id, r.version, r.external_id as "externalId", r.source, r.customer_id as "customerId",
    r.owner_id as "ownerId", r.scheduled_at as "scheduledAt", r.every, r.status, r.closed_at as "closedAt",
    r.summary, r.previous_id as "previousId"`,
    from: 'customer_review r',
    id: 'r.id',
    orders: { SCHEDULED_AT: { sql: 'r.scheduled_at', type: 'timestamptz' } },
    defaultOrder: { field: 'SCHEDULED_AT', direction: 'ASC' },
    where: (filter, parameters) => {
      const equal = {
        'r.customer_id': filter.customerId,
        'r.owner_id': filter.ownerId,
        'r.status': filter.status,
      };
      const conditions = Object.entries(equal)
        .filter(([, value]) => value != null)
        .map(([column, value]) => `${column} = ${parameters.add(value)}`);
      if (filter.from) conditions.push(`r.scheduled_at >= ${parameters.add(filter.from)}`);
      if (filter.to) conditions.push(`r.scheduled_at < ${parameters.add(filter.to)}`);
      return conditions;
    },
    parents: { customer: 'r.customer_id', owner: 'r.owner_id' },
  };

/** Whether a review with this customer is ahead, or overdue. */
export async function hasScheduledReview(session: Session, customerId: string): Promise<boolean> {
  const [found] = await session.query(
    `select from customer_review where customer_id = $1 and status = 'SCHEDULED' limit 1`,
    [customerId],
  );
  return found !== undefined;
}
