import { newId, type Author, type Database, type Session } from '@plimsoll/shared';
import { createOrder, type OrderLineRecord } from '../order/index.js';
import { planRecords } from '../plan/index.js';
import { requestProvisioning, type ProvisioningRequestRecord } from '../provisioning/index.js';
import { stepsOf, type ProvisioningLine, type StepRecord } from '../provisioning-request/index.js';
import { beginSubscription } from '../subscription-step/index.js';

const SYSTEM = { kind: 'SYSTEM' } as const;

/** What is ordered, one line for each entry. */
export interface OrderGiven {
  customerId: string;
  planId: string;
  now: Date;
  tier?: 1 | 2 | 3;
  author?: Author;
  lines?: (Partial<ProvisioningLine> & { quantity?: number })[];
}

/** Places an order as the placing mutation does: the order, what it begins, and the request that fulfils it. */
export function placeOrder(database: Database, given: OrderGiven): Promise<ProvisioningRequestRecord> {
  return database.transaction(SYSTEM, (tx) => place(tx, given));
}

async function place(tx: Session, given: OrderGiven): Promise<ProvisioningRequestRecord> {
  const { customerId, planId, now, tier = 1, author = { actorId: 'test-sales' }, lines = [{}] } = given;
  const plan = await planRecords.require(tx, planId, []);
  const today = now.toISOString().slice(0, 10);
  const orderId = newId('ord');
  const asked: ProvisioningLine[] = [];
  const ordered: OrderLineRecord[] = [];
  for (const [index, { quantity = 1, ...line }] of lines.entries()) {
    const action = line.action ?? 'NEW';
    const price = { monthlyPrice: '10', currency: plan.currency ?? 'EUR' };
    const kind = 'STANDARD' as const;
    const begun = {
      customerId,
      planId,
      kind,
      quantity,
      ...price,
      term: null,
      startedOn: today,
      endsOn: null,
    };
    const subscriptionId = line.subscriptionId ?? (await beginSubscription(tx, author, begun)).id;
    const number = index + 1;
    const place = { region: line.region ?? null, vertical: line.vertical ?? null };
    asked.push({ number, action, subscriptionId, kind, branding: null, payload: {}, ...line, ...place });
    ordered.push({
      orderId,
      number,
      action,
      changeType: action === 'CHANGE' ? 'UPGRADED' : null,
      subscriptionId,
      planId,
      kind,
      quantity,
      quantityBefore: null,
      ...place,
      branding: null,
      effectiveOn: today,
      endsOn: null,
      term: null,
      reason: null,
      unitPrice: null,
      priceListId: null,
      ...price,
      monthlyPriceBefore: '0',
      chargeFrom: today,
      chargeTo: today,
      chargeAmount: '0',
    });
  }
  const kept = { id: orderId, version: 1, externalId: null, source: null };
  await createOrder(tx, author, {
    ...kept,
    status: 'PLACED',
    statusReason: null,
    statusSince: now,
    kind: 'NEW',
    customerId,
    partnerId: null,
    placedBy: author.actorId,
    channel: 'STAFF',
    placedAt: now,
    note: null,
    lines: ordered,
  });
  return requestProvisioning(tx, author, {
    kind: 'FULFIL_ORDER',
    orderId,
    customerId,
    tier,
    now,
    lines: asked,
  });
}

/** The status of a request and of its order, with its steps. */
export async function standing(
  database: Database,
  requestId: string,
): Promise<{ status: string; order: string | null; reason: string | null; steps: StepRecord[] }> {
  return database.transaction(SYSTEM, async (tx) => {
    const [row] = await tx.query<{ status: string; order: string | null; reason: string | null }>(
      `select r.status, r.reason, o.status as "order"
         from provisioning_request r left join customer_order o on o.id = r.order_id where r.id = $1`,
      [requestId],
    );
    if (!row) throw new Error(`there is no request ${requestId}`);
    return { ...row, steps: await stepsOf(tx, requestId) };
  });
}
