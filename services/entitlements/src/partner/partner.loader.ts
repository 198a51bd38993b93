import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { findMoves, type PartnerMove } from './partner-move.store.js';
import {
  findAncestorIds,
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

/** The partners above one, nearest first, as far as the caller sees them; batched a request. */
export async function loadAncestors(context: RequestContext, id: string): Promise<PartnerRecord[]> {
  const above = await context
    .loader<string, string[]>('ancestors of partner', async (ids) => {
      const found = await findAncestorIds(context.session, ids);
      return ids.map((one) => found.get(one) ?? null);
    })
    .load(id);
  const partners = await Promise.all((above ?? []).map((one) => loadPartner(context, one)));
  return partners.filter((partner) => partner !== null);
}

/** A page of the partners directly below one; batched a request. */
export function listChildren(
  context: RequestContext,
  parentId: string,
  args: PartnerListArguments,
): Promise<Page<PartnerRecord> | null> {
  return context
    .loader<string, Page<PartnerRecord>>(`children of partner: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, partnerList, 'parent', ids, args),
    )
    .load(parentId);
}

/** The move of a partner that waits, or null; batched a request. */
export function loadMove(context: RequestContext, partnerId: string): Promise<PartnerMove | null> {
  return context
    .loader<string, PartnerMove>('move of partner', async (ids) => {
      const found = await findMoves(context.session, ids);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(partnerId);
}
