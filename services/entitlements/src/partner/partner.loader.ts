import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  partnerList,
  partnerRecords,
  type PartnerListArguments,
  type PartnerRecord,
} from './partner.store.js';

/** The partner with this id, or null where the caller sees none; batched a request. */
export function loadPartner(context: RequestContext, id: string): Promise<PartnerRecord | null> {
  return context
    .loader<string, PartnerRecord>('partner', (ids) => partnerRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The partner with this external id, or null where the caller sees none. */
export async function loadPartnerByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<PartnerRecord | null> {
  const found = await partnerRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the partners the caller sees. */
export function listPartners(
  context: RequestContext,
  args: PartnerListArguments,
): Promise<Page<PartnerRecord>> {
  return listPage(context.session, partnerList, args);
}
