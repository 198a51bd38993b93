import type { RequestContext } from '@plimsoll/shared';
import { customerSettingsRecords, type CustomerSettingsRecord } from './customer-settings.store.js';

/** What a customer has set; null: nothing. Batched a request. */
export function loadCustomerSettings(
  context: RequestContext,
  customerId: string,
): Promise<CustomerSettingsRecord | null> {
  return context
    .loader<string, CustomerSettingsRecord>('settings of a customer', (ids) =>
      customerSettingsRecords.findInOrder(context.session, ids),
    )
    .load(customerId);
}
