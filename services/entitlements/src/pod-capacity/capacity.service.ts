import { DomainError, emit, notFound, type Author, type DomainEvent, type Session } from '@plimsoll/shared';
import type { SeatKind } from '../pod/index.js';
import { isCrossing, markOf, occupiedOf, seatsFor, type SeatsTaken } from './capacity.rules.js';
import {
  findAllPods,
  findMarks,
  findReservation,
  findSeatsTaken,
  isHeldByAnother,
  lockPods,
  moveReservations,
  storeHeld,
  storeMarks,
  type CapacityPod,
  type PodLock,
  type PodMark,
} from './capacity.store.js';
import {
  choosePlacement,
  ruledOut,
  type Placement,
  type PlacementPod,
  type PlacementWish,
} from './placement.rules.js';

/** Of what instant seats are counted: the transaction's own where `now` is absent. */
interface AtInstant {
  now?: Date;
}

/** How often a choice is tried anew because seats came and went between two looks. */
const LOOKS = 3;

/**
 * Chooses a pod for a subscription, with a word on every pod, by the rules of `choosePlacement`. Until the transaction
 * ends, a chosen seat is still free for {@link reserveSeat}; where there is none, nobody frees one unnoticed, yet
 * others that find none either do not wait for this one.
 */
export async function choosePod(tx: Session, wish: PlacementWish & AtInstant): Promise<Placement> {
  for (let look = 1; look < LOOKS; look += 1) {
    const chosen = await decide(tx, wish, 'PLACE', ({ podId }) => podId !== null);
    if (chosen) return chosen;
    const none = await decide(tx, wish, 'WATCH', ({ podId }) => podId === null);
    if (none) return none;
  }
  return choose(tx, wish, 'PLACE');
}

/** A choice under locks that are given back, and null answered, where it is not to be kept. */
async function decide(
  tx: Session,
  wish: PlacementWish & AtInstant,
  lock: PodLock,
  keeps: (placement: Placement) => boolean,
): Promise<Placement | null> {
  const undone = new Error('the locks are given back');
  try {
    return await tx.transaction(async (inner) => {
      const placement = await choose(inner, wish, lock);
      if (!keeps(placement)) throw undone;
      return placement;
    });
  } catch (error) {
    if (error === undone) return null;
    throw error;
  }
}

async function choose(tx: Session, wish: PlacementWish & AtInstant, lock: PodLock): Promise<Placement> {
  const pods = await findAllPods(tx);
  const candidates = pods.filter((pod) => ruledOut(placementPod(pod), wish) === null).map(({ id }) => id);
  // As they are once they are locked: somebody may have changed them meanwhile.
  const locked = new Map((await lockPods(tx, candidates, lock)).map((pod) => [pod.id, pod]));
  const taken = await findSeatsTaken(tx, candidates, wish.now ?? null);
  return choosePlacement(
    pods.map((pod) => placementPod(locked.get(pod.id) ?? pod, taken.get(pod.id))),
    wish,
  );
}

/** The choice that {@link choosePod} would make now, without keeping anybody from anything. */
export async function previewPlacement(
  session: Session,
  wish: PlacementWish & AtInstant,
): Promise<Placement> {
  const pods = await findAllPods(session);
  const ids = pods.map(({ id }) => id);
  const taken = await findSeatsTaken(session, ids, wish.now ?? null);
  return choosePlacement(
    pods.map((pod) => placementPod(pod, taken.get(pod.id))),
    wish,
  );
}

/**
 * Keeps others from placing on any pod until the transaction ends: for a transaction that is to lock pods several times,
 * which could otherwise wait for one that locks the same pods in another order.
 */
export async function holdAllPods(tx: Session): Promise<void> {
  const pods = await findAllPods(tx);
  await lockPods(
    tx,
    pods.map(({ id }) => id),
  );
}

/** What a request reserves. */
interface SeatClaim {
  podId: string;
  kind: SeatKind;
  subscriptionId: string;
  requestId: string;
}

/**
 * Holds a seat of a pod for a subscription. Repeating it changes nothing; a seat that the same request holds
 * elsewhere for the subscription is given back for the new one.
 *
 * @returns false where the pod is being drained or has no seat left for the kind, or where another request holds a
 *   seat there for the same subscription; never over-books
 * @throws DomainError `NOT_FOUND`
 */
export async function reserveSeat(tx: Session, claim: SeatClaim & AtInstant): Promise<boolean> {
  const { podId, kind, subscriptionId, requestId } = claim;
  const [pod] = await lockPods(tx, [podId]);
  if (!pod) throw notFound('pod', podId, ['podId']);
  const before = await findReservation(tx, requestId, subscriptionId);
  if (before?.podId === podId && before.status !== 'RELEASED') return true;
  if (await isHeldByAnother(tx, claim)) return false;
  const taken = await findSeatsTaken(tx, [podId], claim.now ?? null);
  if (pod.drainingSince !== null || freeSeats(pod, kind, taken.get(podId)) <= 0) return false;
  await storeHeld(tx, { podId, kind, subscriptionId, requestId });
  return true;
}

/** Makes the seat that is held for a subscription its own: once it is activated there, or has moved there. */
export async function consumeSeat(tx: Session, subscriptionId: string): Promise<void> {
  await moveReservations(tx, subscriptionId, null, ['HELD'], 'CONSUMED');
}

/** Gives back what a request has reserved for a subscription; nothing where it has nothing. */
export async function releaseSeat(tx: Session, subscriptionId: string, requestId: string): Promise<void> {
  await moveReservations(tx, subscriptionId, requestId, ['HELD', 'CONSUMED'], 'RELEASED');
}

/**
 * Refuses a pod that has no seat left for a subscription that is put there by hand, and keeps others from taking the
 * seat until the transaction ends.
 *
 * @param claim.replaces kind of a subscription on the pod that ends as this one begins: its seat counts as free where
 *   both take seats of the same allowance, and a pod that is being drained keeps it
 * @param claim.path the input field that names the pod, `podId` by default
 * @throws DomainError `POD_FULL` naming pods with free seats, `POD_DRAINING`, `NOT_FOUND`
 */
export async function requireSeat(
  tx: Session,
  claim: { podId: string; kind: SeatKind; now: Date; replaces?: SeatKind; path?: readonly string[] },
): Promise<void> {
  const { podId, kind, now, replaces, path = ['podId'] } = claim;
  const [pod] = await lockPods(tx, [podId]);
  if (!pod) throw notFound('pod', podId, path);
  if (pod.drainingSince !== null && replaces === undefined) {
    throw new DomainError(
      'POD_DRAINING',
      `The pod ${pod.name} is being drained and takes nothing new.`,
      path,
    );
  }
  const taken = await findSeatsTaken(tx, [podId], now);
  const own = seatsFor(pod.seats, kind);
  const given = replaces !== undefined && own !== null && seatsFor(pod.seats, replaces) === own ? 1 : 0;
  if (freeSeats(pod, kind, taken.get(podId)) + given > 0) return;
  const { considered } = await previewPlacement(tx, {
    kind,
    region: null,
    vertical: null,
    exceptPodId: podId,
    now,
  });
  const free = considered
    .filter(({ accepted }) => accepted)
    .map(({ name, freeSeats: left }) => `${name} (${left})`);
  const others = free.length > 0 ? `Free seats are on: ${free.join(', ')}.` : 'No other pod has one either.';
  const why = own === null ? `has no seats for ${kind}` : `has no seat left of ${own.seats}`;
  throw new DomainError('POD_FULL', `The pod ${pod.name} ${why}. ${others}`, path);
}

/**
 * Notes how far the seats of pods are taken, after any change of who is on them or of their seats. Going upward past
 * the warning mark or to full emits `plimsoll.pod.capacity_crossed.v1`, once a crossing however many fill the pod at
 * the same time; going down and up again is another one.
 */
export async function noteOccupancy(
  tx: Session,
  author: Author,
  podId: string | readonly string[],
  now: Date,
): Promise<void> {
  const pods = await lockPods(tx, typeof podId === 'string' ? [podId] : podId);
  const ids = pods.map(({ id }) => id);
  const taken = await findSeatsTaken(tx, ids, now);
  const before = new Map((await findMarks(tx, ids)).map((mark) => [`${mark.podId}/${mark.kind}`, mark]));
  const events: DomainEvent[] = [];
  const marks: PodMark[] = [];
  let changed = false;
  for (const pod of pods) {
    const occupied = occupiedByKind(taken.get(pod.id));
    for (const allowance of pod.seats) {
      const { kind, seats } = allowance;
      const count = occupiedOf(allowance, occupied);
      const old = before.get(`${pod.id}/${kind}`);
      const mark = markOf(seats, count, pod.warningPercent);
      const crosses = isCrossing(old?.mark ?? 'NORMAL', mark);
      const crossings = (old?.crossings ?? 0) + (crosses ? 1 : 0);
      const next: PodMark = { podId: pod.id, kind, mark, crossings, seats, occupied: count };
      changed ||= old?.mark !== mark || old.seats !== seats || old.occupied !== count;
      marks.push(next);
      if (crosses) events.push(crossed(pod, next));
    }
  }
  if (changed || marks.length !== before.size)
    await storeMarks(tx, ids, marks, { at: now, actorId: author.actorId });
  await emit(tx, events);
}

/** What tells hosting operations that the seats of a pod run out. */
function crossed(pod: CapacityPod, { kind, mark, crossings, seats, occupied }: PodMark): DomainEvent {
  return {
    type: 'plimsoll.pod.capacity_crossed.v1',
    subject: pod.id,
    version: pod.version,
    data: {
      id: pod.id,
      externalId: null,
      source: null,
      podId: pod.id,
      name: pod.name,
      region: pod.region,
      kind,
      mark,
      seats,
      occupied,
      crossing: crossings,
    },
  };
}

function placementPod(pod: CapacityPod, taken?: ReadonlyMap<string, SeatsTaken>): PlacementPod {
  const { id, name, region, verticals, seats } = pod;
  return {
    id,
    name,
    region,
    verticals,
    seats,
    draining: pod.drainingSince !== null,
    occupied: occupiedByKind(taken),
  };
}

function occupiedByKind(taken: ReadonlyMap<string, SeatsTaken> = new Map()): Map<string, number> {
  return new Map([...taken].map(([kind, { used, reserved }]) => [kind, used + reserved]));
}

function freeSeats(pod: CapacityPod, kind: SeatKind, taken?: ReadonlyMap<string, SeatsTaken>): number {
  const allowance = seatsFor(pod.seats, kind);
  return allowance === null ? 0 : allowance.seats - occupiedOf(allowance, occupiedByKind(taken));
}
