import type { Session } from '@plimsoll/shared';
import type { PodRecord, SeatAllowance, SeatKind } from '../pod/index.js';
import type { Mark, SeatsTaken } from './capacity.rules.js';

const COLUMNS = `p.id, p.version, p.name, p.region, p.seats, p.warning_percent as "warningPercent", p.verticals,
  p.draining_since as "drainingSince"`;

/** A pod as capacity looks at it. */
export type CapacityPod = Pick<
  PodRecord,
  'id' | 'version' | 'name' | 'region' | 'seats' | 'warningPercent' | 'verticals' | 'drainingSince'
>;

/** All pods, in the order of their ids; one statement. */
export function findAllPods(session: Session): Promise<CapacityPod[]> {
  return session.query<CapacityPod>(`select ${COLUMNS} from pod p order by p.id`);
}

/** To place on pods, or to see to it that nobody places or frees anything on them. */
export type PodLock = 'PLACE' | 'WATCH';

const LOCKS: Record<PodLock, string> = { PLACE: 'no key update', WATCH: 'share' };

/**
 * Keeps others from placing on these pods until the transaction ends, in one order for everybody, and answers them as
 * they are now. Whoever merely refers to a pod does not wait; of those who watch, none waits for another. What is
 * counted in a later statement is certain: all who take or free seats lock the pod to place.
 */
export function lockPods(
  tx: Session,
  ids: readonly string[],
  lock: PodLock = 'PLACE',
): Promise<CapacityPod[]> {
  return tx.query<CapacityPod>(
    `select ${COLUMNS} from pod p where p.id = any($1::text[]) order by p.id for ${LOCKS[lock]}`,
    [[...ids]],
  );
}

/**
 * Seats taken on each of these pods by kind; one statement. A subscription takes a seat from its activation to its
 * end, in its customer's time zone; a held reservation takes one until its subscription does.
 *
 * @param at the instant that decides what has ended; that of the transaction where it is null
 */
export async function findSeatsTaken(
  session: Session,
  podIds: readonly string[],
  at: Date | null,
): Promise<Map<string, Map<string, SeatsTaken>>> {
  const rows = await session.query<SeatsTaken & { podId: string; kind: string }>(
    `select pod_id as "podId", kind, used, reserved from pod_occupancy($1::text[], coalesce($2::timestamptz, now()))`,
    [[...podIds], at],
  );
  const byPod = new Map(podIds.map((id) => [id, new Map<string, SeatsTaken>()]));
  for (const { podId, kind, used, reserved } of rows) byPod.get(podId)?.set(kind, { used, reserved });
  return byPod;
}

/** Whether a seat is held for a subscription, has become its own, or was given back. */
export type ReservationStatus = 'HELD' | 'CONSUMED' | 'RELEASED';

/** A seat of a pod that a request reserves for a subscription. */
export interface SeatReservation {
  requestId: string;
  subscriptionId: string;
  podId: string;
  kind: SeatKind;
  status: ReservationStatus;
}

/** The reservation of a request for a subscription, or null. */
export async function findReservation(
  tx: Session,
  requestId: string,
  subscriptionId: string,
): Promise<SeatReservation | null> {
  const [found] = await tx.query<SeatReservation>(
    `select request_id as "requestId", subscription_id as "subscriptionId", pod_id as "podId", kind, status
       from seat_reservation where request_id = $1 and subscription_id = $2 for update`,
    [requestId, subscriptionId],
  );
  return found ?? null;
}

/** Whether another request holds a seat on the pod for the subscription. */
export async function isHeldByAnother(
  tx: Session,
  { requestId, subscriptionId, podId }: Omit<SeatReservation, 'kind' | 'status'>,
): Promise<boolean> {
  const rows = await tx.query(
    `select from seat_reservation
      where subscription_id = $1 and pod_id = $2 and status = 'HELD' and request_id <> $3`,
    [subscriptionId, podId, requestId],
  );
  return rows.length > 0;
}

/** Holds a seat; in place of what the request has reserved for the subscription before. */
export async function storeHeld(tx: Session, reservation: Omit<SeatReservation, 'status'>): Promise<void> {
  const { requestId, subscriptionId, podId, kind } = reservation;
  await tx.query(
    `insert into seat_reservation (request_id, subscription_id, pod_id, kind, status, changed_at)
     values ($1, $2, $3, $4, 'HELD', now())
     on conflict (request_id, subscription_id)
       do update set pod_id = excluded.pod_id, kind = excluded.kind, status = 'HELD', changed_at = now()`,
    [requestId, subscriptionId, podId, kind],
  );
}

/** Moves reservations of a subscription on, of one request or of all. */
export async function moveReservations(
  tx: Session,
  subscriptionId: string,
  requestId: string | null,
  from: readonly ReservationStatus[],
  to: ReservationStatus,
): Promise<void> {
  await tx.query(
    `update seat_reservation set status = $4, changed_at = now()
      where subscription_id = $1 and ($2::text is null or request_id = $2) and status = any($3::text[])`,
    [subscriptionId, requestId, [...from], to],
  );
}

/** How far one allowance of a pod was taken when it was last noted. */
export interface PodMark {
  podId: string;
  kind: SeatAllowance['kind'];
  mark: Mark;
  /** How often it went upward, ever. */
  crossings: number;
  seats: number;
  occupied: number;
}

/** The marks of these pods; one statement. */
export function findMarks(session: Session, podIds: readonly string[]): Promise<PodMark[]> {
  return session.query<PodMark>(
    `select pod_id as "podId", nullif(kind, '') as kind, mark, crossings, seats, occupied
       from pod_mark where pod_id = any($1::text[])`,
    [[...podIds]],
  );
}

/** Keeps marks, and forgets those of these pods' allowances that are no more. Two statements. */
export async function storeMarks(
  tx: Session,
  podIds: readonly string[],
  marks: readonly PodMark[],
  by: { at: Date; actorId: string | null },
): Promise<void> {
  const rows = marks.map((mark) => ({ ...mark, kind: mark.kind ?? '' }));
  await tx.query(
    `insert into pod_mark as m (pod_id, kind, mark, crossings, seats, occupied, changed_at, changed_by)
     select given."podId", given.kind, given.mark, given.crossings, given.seats, given.occupied, $2, $3
       from jsonb_to_recordset($1::jsonb)
         as given("podId" text, kind text, mark text, crossings integer, seats integer, occupied integer)
     on conflict (pod_id, kind) do update set mark = excluded.mark, crossings = excluded.crossings,
       seats = excluded.seats, occupied = excluded.occupied, changed_at = excluded.changed_at,
       changed_by = excluded.changed_by`,
    [JSON.stringify(rows), by.at, by.actorId],
  );
  await tx.query(
    `delete from pod_mark where pod_id = any($1::text[]) and (pod_id, kind) not in (
       select given."podId", given.kind from jsonb_to_recordset($2::jsonb) as given("podId" text, kind text))`,
    [[...podIds], JSON.stringify(rows)],
  );
}
