import type { Session } from '@plimsoll/shared';

/** A tenant that is to leave a pod that is being drained. */
export interface LeavingTenant {
  podId: string;
  since: Date;
  subscriptionId: string;
  askedBy: string | null;
}

/** How far a drain is. */
export interface DrainProgress {
  podId: string;
  total: number;
  moved: number;
  failed: number;
}

/** No longer on the pod: moved, or ended. */
const gone = (day: string) =>
  `(s.pod_id is distinct from d.pod_id or s.activated_at is null or coalesce(s.ended_on, 'infinity'::date) <= ${day}::date)`;
/** The move came to an end, and the tenant is still there. */
const FAILED = `(d.error is not null or r.status in ('FAILED', 'REJECTED', 'CANCELLED'))`;
const DRAIN = `pod p join pod_drain_tenant d on d.pod_id = p.id and d.since = p.draining_since
  join subscription s on s.id = d.subscription_id left join provisioning_request r on r.id = d.request_id`;

/** Notes whoever is on a pod that is being drained, and was not noted before; nothing where it is not. */
export async function noteLeaving(
  tx: Session,
  podId: string,
  askedBy: string | null,
  today: string,
): Promise<void> {
  await tx.query(
    `insert into pod_drain_tenant (pod_id, since, subscription_id, asked_by)
     select p.id, p.draining_since, s.id, $2
       from pod p join subscription s on s.pod_id = p.id
      where p.id = $1 and p.draining_since is not null and s.activated_at is not null
        and coalesce(s.ended_on, 'infinity'::date) > $3::date
     on conflict do nothing`,
    [podId, askedBy, today],
  );
}

/** Lets those be tried again whose move failed. */
export async function forgetFailures(tx: Session, podId: string, today: string): Promise<void> {
  await tx.query(
    `update pod_drain_tenant set request_id = null, error = null
      where (pod_id, since, subscription_id) in (
        select d.pod_id, d.since, d.subscription_id from ${DRAIN} where p.id = $1 and ${FAILED} and not ${gone('$2')})`,
    [podId, today],
  );
}

/** Up to `limit` tenants of a pod that is being drained, still on it, for which no move was asked yet. */
export function findLeaving(
  session: Session,
  podId: string,
  today: string,
  limit: number,
): Promise<LeavingTenant[]> {
  return session.query<LeavingTenant>(
    `select d.pod_id as "podId", d.since, d.subscription_id as "subscriptionId", d.asked_by as "askedBy"
       from ${DRAIN}
      where p.id = $1 and d.request_id is null and d.error is null and not ${gone('$2')}
      order by d.subscription_id limit $3`,
    [podId, today, limit],
  );
}

/** Whether nobody has asked for the tenant's move since; no other transaction asks for it until this one ends. */
export async function lockLeaving(
  tx: Session,
  { podId, since, subscriptionId }: LeavingTenant,
): Promise<boolean> {
  const rows = await tx.query(
    `select from pod_drain_tenant where pod_id = $1 and since = $2 and subscription_id = $3
        and request_id is null and error is null for update skip locked`,
    [podId, since, subscriptionId],
  );
  return rows.length > 0;
}

/** Notes by which request a tenant is moved, or why it cannot be. */
export async function noteMove(
  tx: Session,
  { podId, since, subscriptionId }: LeavingTenant,
  { requestId, error }: { requestId: string | null; error: string | null },
): Promise<void> {
  await tx.query(
    `update pod_drain_tenant set request_id = $4, error = $5
      where pod_id = $1 and since = $2 and subscription_id = $3`,
    [podId, since, subscriptionId, requestId, error],
  );
}

/**
 * How far the present drains of these pods are; one statement, no entry for a pod that is not drained.
 *
 * @param today YYYY-MM-DD: whoever has ended by then has gone
 */
export async function findDrainProgress(
  session: Session,
  podIds: readonly string[],
  today: string,
): Promise<Map<string, DrainProgress>> {
  const rows = await session.query<DrainProgress>(
    `select p.id as "podId", count(*)::integer as total, (count(*) filter (where ${gone('$2')}))::integer as moved,
            (count(*) filter (where ${FAILED} and not ${gone('$2')}))::integer as failed
       from ${DRAIN} where p.id = any($1::text[]) group by p.id`,
    [[...podIds], today],
  );
  return new Map(rows.map((row) => [row.podId, row]));
}

/** The requests that wait for a seat elsewhere although their pod is not drained any more. */
export async function findNeedlessMoves(session: Session, podId: string): Promise<string[]> {
  const rows = await session.query<{ id: string }>(
    `select r.id from pod p join pod_drain_tenant d on d.pod_id = p.id join provisioning_request r on r.id = d.request_id
      where p.id = $1 and p.draining_since is null and r.status = 'WAITING_FOR_CAPACITY' order by r.id`,
    [podId],
  );
  return rows.map(({ id }) => id);
}

/** All pods: their ids, and whether they are being drained. */
export function findPodsToSweep(session: Session): Promise<{ id: string; draining: boolean }[]> {
  return session.query('select id, draining_since is not null as draining from pod order by id');
}

/** Whether any request waits for a seat. */
export async function isAnyWaiting(session: Session): Promise<boolean> {
  const rows = await session.query(
    `select from provisioning_request where status = 'WAITING_FOR_CAPACITY' limit 1`,
  );
  return rows.length > 0;
}
