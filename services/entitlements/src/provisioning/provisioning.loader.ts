import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findByOrders,
  findSteps,
  provisioningRequests,
  requestList,
  type ProvisioningRequestRecord,
  type RequestListArguments,
  type StepRecord,
} from '../provisioning-request/index.js';
import { findApprovals, owedList, type ApprovalRecord } from './approval.store.js';

/** The request with this id, or null where the caller sees none; batched a request. */
export function loadRequest(context: RequestContext, id: string): Promise<ProvisioningRequestRecord | null> {
  return context
    .loader<string, ProvisioningRequestRecord>('provisioning request', (ids) =>
      provisioningRequests.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The request that fulfils an order, or null; batched a request. */
export function loadRequestOfOrder(
  context: RequestContext,
  orderId: string,
): Promise<ProvisioningRequestRecord | null> {
  return context
    .loader<string, ProvisioningRequestRecord>('provisioning request of an order', async (ids) => {
      const found = await findByOrders(context.session, ids);
      return ids.map((id) => found.get(id) ?? null);
    })
    .load(orderId);
}

/** The steps of a request in order; batched a request. */
export async function loadSteps(context: RequestContext, requestId: string): Promise<StepRecord[]> {
  const found = await context
    .loader<string, StepRecord[]>('provisioning steps', async (ids) => {
      const steps = await findSteps(context.session, ids);
      return ids.map((id) => steps.get(id) ?? []);
    })
    .load(requestId);
  return found ?? [];
}

/** What has been said of a request that awaits approval; batched a request. */
export async function loadApprovals(context: RequestContext, requestId: string): Promise<ApprovalRecord[]> {
  const found = await context
    .loader<string, ApprovalRecord[]>('provisioning approvals', async (ids) => {
      const approvals = await findApprovals(context.session, ids);
      return ids.map((id) => approvals.get(id) ?? []);
    })
    .load(requestId);
  return found ?? [];
}

/** A page of the requests the caller sees. */
export function listRequests(
  context: RequestContext,
  args: RequestListArguments,
): Promise<Page<ProvisioningRequestRecord>> {
  return listPage(context.session, requestList, args);
}

/** A page of a customer's requests that the caller sees; batched a request. */
export function listRequestsOf(
  context: RequestContext,
  customerId: string,
  args: RequestListArguments,
): Promise<Page<ProvisioningRequestRecord> | null> {
  return context
    .loader<string, Page<ProvisioningRequestRecord>>(
      `provisioning requests: ${JSON.stringify(args)}`,
      (ids) => listByParent(context.session, requestList, 'customer', ids, args),
    )
    .load(customerId);
}

/** A page of the requests that the caller may decide about, the oldest first. */
export function listOwed(
  context: RequestContext,
  args: { first: number; after?: string | null },
): Promise<Page<ProvisioningRequestRecord>> {
  const person = context.principal.personId ?? context.principal.subject;
  return listPage(context.session, owedList, { first: args.first, after: args.after, filter: { person } });
}
