import type { RequestContext } from '@plimsoll/shared';
import { partnerRecords, type PartnerRecord } from './partner.store.js';

/** The partner with this id, or null where the caller sees none; batched a request. */
export function loadPartner(context: RequestContext, id: string): Promise<PartnerRecord | null> {
  return context
    .loader<string, PartnerRecord>('partner', (ids) => partnerRecords.findInOrder(context.session, ids))
    .load(id);
}
