import {
  columnsOf,
  emit,
  Records,
  type Author,
  type ListArguments,
  type ListDefinition,
  type Session,
} from '@plimsoll/shared';
import { subscriptionRecords } from '../subscription/index.js';
import { OrderLineEntity } from './order-line.entity.js';
import { chargeOf } from './order-pricing.rules.js';
import { OrderEntity } from './order.entity.js';
import { checkMove, OPEN_STATUSES, type OrderStatusName } from './order.rules.js';
import type { OrderFilter, OrderOrderField } from './order.types.js';

/** A line of an order as the rest of the service knows it. */
export type OrderLineRecord = OrderLineEntity;

/** An order as the rest of the service knows it; its lines where they have been read. */
export type OrderRecord = OrderEntity & { lines?: OrderLineRecord[] };

/** What may be asked of the list of orders. */
export type OrderListArguments = ListArguments<OrderFilter, keyof typeof OrderOrderField>;

/** Records whose events tell the lines too, whoever changes an order. */
class OrderRecords extends Records<OrderRecord> {
  override async updateAll(
    tx: Session,
    author: Author,
    changes: [before: OrderRecord, after: OrderRecord][],
  ): Promise<OrderRecord[]> {
    const unread = changes.filter(([, after]) => after.lines === undefined).map(([{ id }]) => id);
    const lines = await findLines(tx, unread);
    const complete = (order: OrderRecord) => ({ ...order, lines: order.lines ?? lines.get(order.id) ?? [] });
    return super.updateAll(
      tx,
      author,
      changes.map(([before, after]) => [complete(before), complete(after)]),
    );
  }
}

/** Orders with their lines, their history and events; texts that people wrote and branding do not travel. */
export const orderRecords = new OrderRecords({
  entity: OrderEntity,
  noun: 'order',
  eventNoun: 'order',
  eventData: (order) => ({
    status: order.status,
    kind: order.kind,
    customerId: order.customerId,
    partnerId: order.partnerId,
    channel: order.channel,
    placedAt: order.placedAt,
    lines: (order.lines ?? []).map((line) => ({
      number: line.number,
      action: line.action,
      changeType: line.changeType,
      subscriptionId: line.subscriptionId,
      planId: line.planId,
      kind: line.kind,
      quantity: line.quantity,
      effectiveOn: line.effectiveOn,
      monthlyPriceBefore: line.monthlyPriceBefore,
      monthlyPrice: line.monthlyPrice,
      currency: line.currency,
      charge: { from: line.chargeFrom, to: line.chargeTo, amount: line.chargeAmount },
    })),
  }),
});

const COLUMNS = `o.id, o.version, o.external_id as "externalId", o.source, o.status,
  o.status_reason as "statusReason", o.status_since as "statusSince", o.kind, o.customer_id as "customerId",
  o.partner_id as "partnerId", o.placed_by as "placedBy", o.channel, o.placed_at as "placedAt", o.note`;

/** How orders are listed. */
export const orderList: ListDefinition<OrderFilter, keyof typeof OrderOrderField> = {
  columns: COLUMNS,
  from: 'customer_order o',
  id: 'o.id',
  orders: { PLACED_AT: { sql: 'o.placed_at', type: 'timestamptz' } },
  defaultOrder: { field: 'PLACED_AT', direction: 'DESC' },
  where: (filter, parameters) => {
    const conditions: string[] = [];
    const equal = {
      'o.customer_id': filter.customerId,
      'o.partner_id': filter.partnerId,
      'o.kind': filter.kind,
      'o.channel': filter.channel,
    };
    for (const [column, value] of Object.entries(equal)) {
      if (value != null) conditions.push(`${column} = ${parameters.add(value)}`);
    }
    if (filter.statuses?.length) {
      conditions.push(`o.status = any(${parameters.add([...filter.statuses])}::text[])`);
    }
    if (filter.subscriptionId) {
      conditions.push(`exists (select from order_line l
        where l.order_id = o.id and l.subscription_id = ${parameters.add(filter.subscriptionId)})`);
    }
    if (filter.placedFrom) conditions.push(`o.placed_at >= ${parameters.add(filter.placedFrom)}`);
    if (filter.placedBefore) conditions.push(`o.placed_at < ${parameters.add(filter.placedBefore)}`);
    return conditions;
  },
  parents: { customer: 'o.customer_id', partner: 'o.partner_id' },
};

/** The lines of these orders that the session's scope sees, by order, in their order. One statement. */
export async function findLines(
  session: Session,
  orderIds: readonly string[],
): Promise<Map<string, OrderLineRecord[]>> {
  if (orderIds.length === 0) return new Map();
  const { selectList } = await columnsOf(session, OrderLineEntity);
  const rows = await session.query<OrderLineRecord>(
    `select ${selectList} from order_line r where r.order_id = any($1::text[]) order by r.order_id, r.number`,
    [[...orderIds]],
  );
  const found = new Map<string, OrderLineRecord[]>();
  for (const row of rows) {
    const known = found.get(row.orderId);
    if (known) known.push(row);
    else found.set(row.orderId, [row]);
  }
  return found;
}

/** An order with its lines. Throws DomainError `NOT_FOUND` where the session's scope sees none. */
async function requireOrder(
  session: Session,
  id: string,
  path: readonly string[] = ['id'],
): Promise<OrderRecord & { lines: OrderLineRecord[] }> {
  const order = await orderRecords.require(session, id, path);
  return { ...order, lines: (await findLines(session, [id])).get(id) ?? [] };
}

/** Puts an order on record with its lines, which are all of it, and tells of it. */
export async function createOrder(
  tx: Session,
  author: Author,
  order: OrderRecord & { lines: OrderLineRecord[] },
): Promise<void> {
  await orderRecords.create(tx, author, [order]);
  const { columns, recordset } = await columnsOf(tx, OrderLineEntity);
  const names = columns.map(({ name }) => name).join(', ');
  const rows = order.lines.map((line) =>
    Object.fromEntries(
      columns.map(({ name, property }) => [name, (line as unknown as Record<string, unknown>)[property]]),
    ),
  );
  await tx.query(`insert into order_line (${names}) select ${names} from ${recordset('$1')}`, [
    JSON.stringify(rows),
  ]);
  await tell(tx, order);
}

/**
 * Moves an order to another status and tells of it as `plimsoll.order.<status>.v1`, such as `fulfilled`; one that
 * stands there already stays as it is. A NEW line of an order that is fulfilled charges from the day on which its
 * subscription really began.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID_TRANSITION` from where an order does not become so
 */
export async function moveOrder(
  tx: Session,
  author: Author,
  orderId: string,
  status: OrderStatusName,
  reason: string | null = null,
): Promise<OrderRecord> {
  await tx.query('select from customer_order where id = $1 for update', [orderId]);
  const before = await requireOrder(tx, orderId, ['orderId']);
  if (!checkMove(before.status, status)) return before;
  const [clock] = await tx.query<{ now: Date }>('select now()');
  const lines = status === 'FULFILLED' ? await settled(tx, before.lines) : before.lines;
  const after = {
    ...before,
    status,
    statusReason: reason,
    statusSince: clock?.now ?? before.statusSince,
    lines,
  };
  const why = reason === null ? author : { ...author, reason: author.reason ?? reason };
  const [stored] = await orderRecords.updateAll(tx, why, [[before, after]]);
  if (!stored) throw new Error(`the order ${orderId} changed under its own lock`);
  await tell(tx, stored);
  return stored;
}

/** The ids of open orders that have a line on any of these subscriptions, by subscription. One statement. */
export async function findOpenOrders(
  session: Session,
  subscriptionIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ subscriptionId: string; orderId: string }>(
    `select l.subscription_id as "subscriptionId", o.id as "orderId"
       from order_line l join customer_order o on o.id = l.order_id
      where l.subscription_id = any($1::text[]) and o.status = any($2::text[])`,
    [[...subscriptionIds], [...OPEN_STATUSES]],
  );
  return new Map(rows.map((row) => [row.subscriptionId, row.orderId]));
}

/** The lines with the charges of NEW ones from their subscriptions' first days. */
async function settled(tx: Session, lines: readonly OrderLineRecord[]): Promise<OrderLineRecord[]> {
  const fresh = lines.filter(({ action }) => action === 'NEW').map(({ subscriptionId }) => subscriptionId);
  const subscriptions = await subscriptionRecords.findByIds(tx, fresh);
  const next = lines.map((line) => {
    const begun = subscriptions.get(line.subscriptionId);
    if (!begun || begun.startedOn === line.chargeFrom) return line;
    const charge = chargeOf({
      on: begun.startedOn,
      endsOn: begun.endedOn,
      before: line.monthlyPriceBefore,
      after: line.monthlyPrice,
      currency: line.currency,
    });
    return { ...line, chargeFrom: charge.from, chargeTo: charge.to, chargeAmount: charge.amount };
  });
  const moved = next.filter((line, place) => line !== lines[place]);
  if (moved.length > 0) {
    await tx.query(
      `update order_line l set charge_from = g."chargeFrom", charge_to = g."chargeTo", charge_amount = g."chargeAmount"
         from jsonb_to_recordset($1::jsonb) as g("orderId" text, number integer, "chargeFrom" date, "chargeTo" date,
              "chargeAmount" numeric)
        where l.order_id = g."orderId" and l.number = g.number`,
      [JSON.stringify(moved)],
    );
  }
  return next;
}

/** Tells of an order by the status it has come to. */
async function tell(tx: Session, order: OrderRecord): Promise<void> {
  await emit(tx, [orderRecords.event(order, order.status.toLowerCase())]);
}
