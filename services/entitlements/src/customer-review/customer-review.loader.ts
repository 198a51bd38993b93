import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  customerReviewList,
  customerReviewRecords,
  type CustomerReviewListArguments,
  type CustomerReviewRecord,
} from './customer-review.store.js';

/** The review with this id, or null where the caller sees none; batched a request. */
export function loadCustomerReview(
  context: RequestContext,
  id: string,
): Promise<CustomerReviewRecord | null> {
  return context
    .loader<string, CustomerReviewRecord>('customer review', (ids) =>
      customerReviewRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the reviews the caller sees. */
export function listCustomerReviews(
  context: RequestContext,
  args: CustomerReviewListArguments,
): Promise<Page<CustomerReviewRecord>> {
  return listPage(context.session, customerReviewList, args);
}

/** A page of the reviews with a customer, or led by a person; batched a request. */
export function listCustomerReviewsOf(
  context: RequestContext,
  parent: 'customer' | 'owner',
  parentId: string,
  args: CustomerReviewListArguments,
): Promise<Page<CustomerReviewRecord> | null> {
  return context
    .loader<string, Page<CustomerReviewRecord>>(`reviews of ${parent}: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, customerReviewList, parent, ids, args),
    )
    .load(parentId);
}
