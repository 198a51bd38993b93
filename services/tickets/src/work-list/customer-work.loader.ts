import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { customerWorkList, type CustomerWork } from './customer-work.store.js';

/**
 * A page of what waits for a contact, or for a reseller's customers, in the caller's scope.
 *
 * @param contact null: all customers that the caller sees
 */
export function pageOfCustomerWork(
  { session, now }: Pick<RequestContext, 'session' | 'now'>,
  contact: { id: string; customerId: string } | null,
  { first, after }: { first: number; after?: string | null },
): Promise<Page<CustomerWork>> {
  return listPage(session, customerWorkList, { first, after: after ?? null, filter: { contact, now } });
}
