import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findOperations,
  findTenantsOf,
  tenantList,
  tenantRecords,
  type OperationRecord,
  type TenantListArguments,
  type TenantRecord,
} from './tenant.store.js';

/** The tenant with this id, or null where the caller sees none; batched a request. */
export function loadTenant(context: RequestContext, id: string): Promise<TenantRecord | null> {
  return context
    .loader<string, TenantRecord>('tenant', (ids) => tenantRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The tenant of a subscription that is not deleted, or null; batched a request. */
export function loadTenantOf(context: RequestContext, subscriptionId: string): Promise<TenantRecord | null> {
  return context
    .loader<string, TenantRecord>('tenant of a subscription', async (ids) => {
      const found = await findTenantsOf(context.session, ids);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(subscriptionId);
}

/** What was done to a tenant, the earliest first; batched a request. Staff only. */
export async function loadOperations(context: RequestContext, tenantId: string): Promise<OperationRecord[]> {
  const found = await context
    .loader<string, OperationRecord[]>('tenant operations', async (ids) => {
      const operations = await findOperations(context.session, ids);
      return ids.map((id) => operations.get(id) ?? []);
    })
    .load(tenantId);
  return found ?? [];
}

/** A page of the tenants the caller sees. */
export function listTenants(context: RequestContext, args: TenantListArguments): Promise<Page<TenantRecord>> {
  return listPage(context.session, tenantList, args);
}

/** A page of a customer's tenants that the caller sees; batched a request. */
export function listTenantsOf(
  context: RequestContext,
  customerId: string,
  args: TenantListArguments,
): Promise<Page<TenantRecord> | null> {
  return context
    .loader<string, Page<TenantRecord>>(`tenants: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, tenantList, 'customer', ids, args),
    )
    .load(customerId);
}
