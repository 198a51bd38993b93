import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { csiKey } from './customer.rules.js';
import {
  customerList,
  customerRecords,
  findByCsis,
  type CustomerListArguments,
  type CustomerRecord,
} from './customer.store.js';

/** The customer with this id, or null where the caller sees none; batched a request. */
export function loadCustomer(context: RequestContext, id: string): Promise<CustomerRecord | null> {
  return context
    .loader<string, CustomerRecord>('customer', (ids) => customerRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The customer with this external id, or null where the caller sees none. */
export async function loadCustomerByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<CustomerRecord | null> {
  const found = (await customerRecords.findByExternalIds(context.session, source, [externalId])).get(
    externalId,
  );
  // The identifier of one that was merged is an identifier of the one that stands for both.
  return found?.mergedInto == null ? (found ?? null) : loadCustomer(context, found.mergedInto);
}

/** The customer with this support identifier in whatever spelling, or null; batched a request. */
export function loadCustomerByCsi(context: RequestContext, csi: string): Promise<CustomerRecord | null> {
  return context
    .loader<string, CustomerRecord>('customer by csi', async (keys) => {
      const found = await findByCsis(context.session, keys);
      return keys.map((key) => found.get(key) ?? null);
    })
    .load(csiKey(csi));
}

/** A page of the customers the caller sees. */
export function listCustomers(
  context: RequestContext,
  args: CustomerListArguments,
): Promise<Page<CustomerRecord>> {
  return listPage(context.session, customerList, atNow(context, args));
}

/** A page of the customers of a partner, or of an account manager, that the caller sees; batched a request. */
export function listCustomersOf(
  context: RequestContext,
  parent: 'partner' | 'accountManager',
  parentId: string,
  args: CustomerListArguments,
): Promise<Page<CustomerRecord> | null> {
  return context
    .loader<string, Page<CustomerRecord>>(`customers of ${parent}: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, customerList, parent, ids, atNow(context, args)),
    )
    .load(parentId);
}

function atNow(context: RequestContext, args: CustomerListArguments) {
  return { ...args, filter: { ...args.filter, now: context.now } };
}
