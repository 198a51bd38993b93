import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { SupportLevelRecord } from '../support-level/index.js';
import {
  entitlementList,
  entitlementRecords,
  findSupportLevels,
  type EntitlementListArguments,
  type EntitlementRecord,
} from './entitlement.store.js';

type Asked = Omit<EntitlementListArguments, 'filter'> & {
  filter?: Omit<NonNullable<EntitlementListArguments['filter']>, 'now'> | null;
};

/** The entitlement with this id, or null where the caller sees none; batched a request. */
export function loadEntitlement(context: RequestContext, id: string): Promise<EntitlementRecord | null> {
  return context
    .loader<string, EntitlementRecord>('entitlement', (ids) =>
      entitlementRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The entitlement with this external id, or null where the caller sees none. */
export async function loadEntitlementByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<EntitlementRecord | null> {
  const found = await entitlementRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the entitlements the caller sees. */
export function listEntitlements(context: RequestContext, args: Asked): Promise<Page<EntitlementRecord>> {
  return listPage(context.session, entitlementList, atNow(context, args));
}

/** A page of the entitlements of a customer, or of a subscription, that the caller sees; batched a request. */
export function listEntitlementsOf(
  context: RequestContext,
  parent: 'customer' | 'subscription',
  parentId: string,
  args: Asked,
): Promise<Page<EntitlementRecord> | null> {
  return context
    .loader<string, Page<EntitlementRecord>>(`entitlements of ${parent}: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, entitlementList, parent, ids, atNow(context, args)),
    )
    .load(parentId);
}

/** A customer's support level now, or null; batched a request. */
export function loadSupportLevelOf(
  context: RequestContext,
  customerId: string,
): Promise<SupportLevelRecord | null> {
  return context
    .loader<string, SupportLevelRecord>('support level of customer', async (ids) => {
      const found = await findSupportLevels(context.session, ids, context.now);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(customerId);
}

function atNow(context: RequestContext, args: Asked): EntitlementListArguments {
  return { ...args, filter: { ...args.filter, now: context.now } };
}
