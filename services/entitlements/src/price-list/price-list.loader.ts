import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findSuccessorIds,
  findUnitPrices,
  priceListList,
  priceListRecords,
  type PriceListListArguments,
  type PriceListRecord,
  type PriceQuestion,
  type UnitPrice,
} from './price-list.store.js';

/** The price list with this id, or null where the caller sees none; batched a request. */
export function loadPriceList(context: RequestContext, id: string): Promise<PriceListRecord | null> {
  return context
    .loader<string, PriceListRecord>('price list', (ids) =>
      priceListRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The price list with this external id, or null where the caller sees none. */
export async function loadPriceListByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<PriceListRecord | null> {
  const found = await priceListRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** The price list that supersedes one, or null; batched a request. */
export async function loadSuccessor(context: RequestContext, id: string): Promise<PriceListRecord | null> {
  const successor = await context
    .loader<string, string>('successor of price list', async (ids) => {
      const found = await findSuccessorIds(context.session, ids);
      return ids.map((one) => found.get(one) ?? null);
    })
    .load(id);
  return successor === null ? null : loadPriceList(context, successor);
}

/** A page of the price lists the caller sees. */
export function listPriceLists(
  context: RequestContext,
  args: PriceListListArguments,
): Promise<Page<PriceListRecord>> {
  return listPage(context.session, priceListList, args);
}

/** A page of the price lists of a partner that the caller sees; batched a request. */
export function listPriceListsOf(
  context: RequestContext,
  partnerId: string,
  args: PriceListListArguments,
): Promise<Page<PriceListRecord> | null> {
  return context
    .loader<string, Page<PriceListRecord>>(`price lists of partner: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, priceListList, 'partner', ids, args),
    )
    .load(partnerId);
}

/**
 * What a unit of a plan costs a partner, to those who may know its prices: staff, and resellers themselves; batched a
 * request.
 */
export async function loadUnitPrice(
  context: RequestContext,
  partnerId: string,
  question: PriceQuestion,
): Promise<UnitPrice | null> {
  if (!['SYSTEM', 'STAFF', 'PARTNER'].includes(context.scope.kind)) return null;
  return context
    .loader<string, UnitPrice>(`unit prices: ${JSON.stringify(question)}`, async (ids) => {
      const found = await findUnitPrices(context.session, ids, question);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(partnerId);
}
