import { notFound, Records, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import { ProvisioningRequestEntity } from './provisioning-request.entity.js';
import { MOVING, type RequestKind, type RequestStatus } from './provisioning-request.rules.js';

/** A request to provision as the rest of the service knows it. */
export type ProvisioningRequestRecord = ProvisioningRequestEntity;

/** Which requests; all conditions must hold. */
export interface RequestFilter {
  status?: RequestStatus | null;
  kind?: RequestKind | null;
  customerId?: string | null;
  orderId?: string | null;
  tier?: number | null;
}

/** What may be asked of the list of requests. */
export type RequestListArguments = ListArguments<RequestFilter, 'REQUESTED_AT'>;

/** Requests to provision, with their history and events. */
export const provisioningRequests = new Records<ProvisioningRequestRecord>({
  entity: ProvisioningRequestEntity,
  noun: 'provisioning request',
  eventNoun: 'provisioning_request',
  verbs: { created: 'requested', updated: 'updated' },
  eventData: ({ kind, orderId, customerId, tier, status, reason, requestedAt, finishedAt, lines }) => ({
    kind,
    orderId,
    customerId,
    tier,
    status,
    reason,
    requestedAt,
    finishedAt,
    subscriptionIds: lines.map(({ subscriptionId }) => subscriptionId),
  }),
});

const COLUMNS = `r.id, r.version, r.external_id as "externalId", r.source, r.kind, r.order_id as "orderId",
  r.customer_id as "customerId", r.tier, r.status, r.reason, r.outcome, r.requested_by as "requestedBy",
  r.requested_at as "requestedAt", r.finished_at as "finishedAt", r.approvals_owed as "approvalsOwed",
  r.approvals_given as "approvalsGiven", r.lines,
  r.to_pod_id as "toPodId"`;

/** How requests are listed. */
export const requestList: ListDefinition<RequestFilter, 'REQUESTED_AT'> = {
  columns: COLUMNS,
  from: 'provisioning_request r',
  id: 'r.id',
  orders: { REQUESTED_AT: { sql: 'r.requested_at', type: 'timestamptz' } },
  defaultOrder: { field: 'REQUESTED_AT', direction: 'DESC' },
  where: (filter, parameters) =>
    Object.entries({
      'r.status': filter.status,
      'r.kind': filter.kind,
      'r.customer_id': filter.customerId,
      'r.order_id': filter.orderId,
      'r.tier': filter.tier,
    }).flatMap(([column, value]) => (value == null ? [] : [`${column} = ${parameters.add(value)}`])),
  parents: { customer: 'r.customer_id', order: 'r.order_id' },
};

/**
 * The request, locked until the transaction ends: who decides about it or moves it does so alone.
 *
 * @throws DomainError `NOT_FOUND`
 */
export async function lockRequest(
  tx: Session,
  id: string,
  path: readonly string[] = ['id'],
): Promise<ProvisioningRequestRecord> {
  const [row] = await tx.query<ProvisioningRequestRecord>(
    `select ${COLUMNS} from provisioning_request r where r.id = $1 for update`,
    [id],
  );
  if (!row) throw notFound('provisioning request', id, path);
  return row;
}

/** The request of each order, by order; the last one where there are several. One statement. */
export async function findByOrders(
  session: Session,
  orderIds: readonly string[],
): Promise<Map<string, ProvisioningRequestRecord>> {
  const rows = await session.query<ProvisioningRequestRecord>(
    `select ${COLUMNS} from provisioning_request r where r.order_id = any($1::text[]) order by r.id`,
    [[...orderIds]],
  );
  return new Map(rows.map((row) => [row.orderId ?? '', row]));
}

/** Whether a request of this kind for a subscription is under way; its id. */
export async function findUnderWay(
  session: Session,
  kind: RequestKind,
  subscriptionId: string,
): Promise<string | null> {
  const [row] = await session.query<{ id: string }>(
    `select r.id from provisioning_request r
      where r.kind = $1 and r.lines @> $2::jsonb
        and r.status in ('AWAITING_APPROVAL', 'QUEUED', 'RUNNING', 'WAITING_FOR_CAPACITY', 'COMPENSATING')
      order by r.id limit 1`,
    [kind, JSON.stringify([{ subscriptionId }])],
  );
  return row?.id ?? null;
}

/** Not before this instant is the request taken up again; null: at any time. */
export async function restUntil(tx: Session, id: string, until: Date | null): Promise<void> {
  await tx.query('update provisioning_request set run_after = $2 where id = $1', [id, until]);
}

/** Until when the request rests; null: it does not. */
export async function restOf(session: Session, id: string): Promise<Date | null> {
  const [row] = await session.query<{ runAfter: Date | null }>(
    'select run_after as "runAfter" from provisioning_request where id = $1',
    [id],
  );
  return row?.runAfter ?? null;
}

/** Requests that a runner should be moving at `now`, the oldest first, at most 1,000. */
export async function findDue(session: Session, now: Date): Promise<{ id: string; tier: number }[]> {
  return session.query(
    `select id, tier from provisioning_request
      where status = any($1::text[]) and (run_after is null or run_after <= $2)
      order by requested_at, id limit 1000`,
    [[...MOVING], now],
  );
}

/** The request that is first in the queue of tier 2 at `now`; those that rest do not hold up the others. */
export async function findFirstQueued(session: Session, now: Date): Promise<string | null> {
  const [row] = await session.query<{ id: string }>(
    `select id from provisioning_request
      where tier = 2 and status = any($1::text[]) and (run_after is null or run_after <= $2)
      order by requested_at, id limit 1`,
    [[...MOVING], now],
  );
  return row?.id ?? null;
}

/** The requests that wait for capacity, the oldest first, at most 1,000. */
export async function findWaiting(session: Session): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select id from provisioning_request where status = 'WAITING_FOR_CAPACITY' order by requested_at, id limit 1000`,
  );
  return rows.map(({ id }) => id);
}
