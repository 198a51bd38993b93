import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findLines,
  orderList,
  orderRecords,
  type OrderLineRecord,
  type OrderListArguments,
  type OrderRecord,
} from './order.store.js';

/** The order with this id, or null where the caller sees none; batched a request. */
export function loadOrder(context: RequestContext, id: string): Promise<OrderRecord | null> {
  return context
    .loader<string, OrderRecord>('order', (ids) => orderRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The order with this external id, or null where the caller sees none. */
export async function loadOrderByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<OrderRecord | null> {
  const found = await orderRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** The lines of an order, in their order; batched a request. */
export async function loadOrderLines(context: RequestContext, orderId: string): Promise<OrderLineRecord[]> {
  const found = await context
    .loader<string, OrderLineRecord[]>('order lines', async (ids) => {
      const lines = await findLines(context.session, ids);
      return ids.map((id) => lines.get(id) ?? []);
    })
    .load(orderId);
  return found ?? [];
}

/** A page of the orders the caller sees. */
export function listOrders(context: RequestContext, args: OrderListArguments): Promise<Page<OrderRecord>> {
  return listPage(context.session, orderList, args);
}

/** A page of the orders of a customer, or of a partner's customers, that the caller sees; batched a request. */
export function listOrdersOf(
  context: RequestContext,
  parent: 'customer' | 'partner',
  parentId: string,
  args: OrderListArguments,
): Promise<Page<OrderRecord> | null> {
  return context
    .loader<string, Page<OrderRecord>>(`orders of ${parent}: ${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, orderList, parent, ids, args),
    )
    .load(parentId);
}
