import type { RequestContext } from '@plimsoll/shared';
import { findStanding, type CustomerTerminationRecord } from './customer-termination.store.js';

/** The termination of a customer that stands, or null; batched a request. */
export function loadTermination(
  context: RequestContext,
  customerId: string,
): Promise<CustomerTerminationRecord | null> {
  return context
    .loader<string, CustomerTerminationRecord>('termination of a customer', async (ids) => {
      const found = await findStanding(context.session, ids);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(customerId);
}
