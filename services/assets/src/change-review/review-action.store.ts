import { Records, type ListArguments, type ListDefinition } from '@plimsoll/shared';
import type { ActionStatusName } from './change-review.rules.js';
import { ReviewActionEntity } from './review-action.entity.js';

/** An action as the rest of the service knows it. */
export type ReviewActionRecord = ReviewActionEntity;

/** Actions after reviews, with their history and events. */
export const reviewActionRecords = new Records<ReviewActionRecord>({
  entity: ReviewActionEntity,
  noun: 'review action',
  eventNoun: 'review_action',
  eventData: ({ reviewId, ownerId, dueOn, status }) => ({ reviewId, ownerId, dueOn, status }),
});

/** What may be asked of a list of actions; `today` is the day on which `overdue` is meant. */
export interface ActionListFilter {
  status?: ActionStatusName | null;
  ownerId?: string | null;
  overdue?: boolean | null;
  today: string;
}
/** What may be asked of a list of actions, and in which order. */
export type ActionListArguments = ListArguments<ActionListFilter, 'DUE_ON'>;

/** How actions are listed: the next due first, those without a day last. */
export const actionList: ListDefinition<ActionListFilter, 'DUE_ON'> = {
  columns: `a.id, a.version, a.external_id as "externalId", a.source, a.review_id as "reviewId", a.text,
    a.owner_id as "ownerId", a.due_on::text as "dueOn", a.status, a.result, a.closed_at as "closedAt"`,
  from: 'review_action a',
  id: 'a.id',
  orders: { DUE_ON: { sql: `coalesce(a.due_on, 'infinity')`, type: 'date' } },
  defaultOrder: { field: 'DUE_ON', direction: 'ASC' },
  where: (filter, parameters) => {
    const overdue = () =>
      `(a.status = 'OPEN' and coalesce(a.due_on < ${parameters.add(filter.today)}::date, false))`;
    return [
      ...(filter.status ? [`a.status = ${parameters.add(filter.status)}`] : []),
      ...(filter.ownerId ? [`a.owner_id = ${parameters.add(filter.ownerId)}`] : []),
      ...(filter.overdue == null ? [] : [filter.overdue ? overdue() : `not ${overdue()}`]),
    ];
  },
  parents: { review: 'a.review_id' },
};
