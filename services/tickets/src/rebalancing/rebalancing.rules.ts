import { leastLoadedFirst, obstacleOf, screen, type Candidate, type Demand } from '../routing/index.js';

/** A ticket of a team that is open and does not wait. */
export interface Work {
  ticketId: string;
  assigneeId: string | null;
  demand: Demand;
  /** Whether somebody has begun to work on it, or it is with the customer's designated analyst. */
  stays: boolean;
}

/** A ticket that goes from one person, or nobody, to another. */
export interface Move {
  ticketId: string;
  fromId: string | null;
  toId: string;
  because: string;
}

const MOST_MOVES = 500;

/**
 * How the work of a team is spread anew, in the order of its urgency:
 *
 * 1. What nobody has, and what somebody has who is away or takes no tickets, goes to whoever can take it.
 * 2. Whoever has more than they work on gives away what they have not begun, the least urgent first.
 * 3. Whoever has most to do for their capacity gives to whoever has least, as long as that one then still has less.
 *
 * Nobody gets a ticket that they cannot take. At most 500 moves.
 *
 * @param people with their loads, tickets of other teams included
 * @param work the most urgent first
 */
export function rebalance(people: readonly Candidate[], work: readonly Work[]): Move[] {
  const loads = new Map(people.map(({ personId, load }) => [personId, load]));
  const now = (): Candidate[] => people.map((one) => ({ ...one, load: loads.get(one.personId) ?? one.load }));
  const holders = new Map(work.map(({ ticketId, assigneeId }) => [ticketId, assigneeId]));
  const moves: Move[] = [];
  const taker = (demand: Demand, exceptId: string | null) =>
    leastLoadedFirst(screen(now(), demand).free.filter(({ personId }) => personId !== exceptId))[0];
  const move = (ticketId: string, toId: string, because: string) => {
    const fromId = holders.get(ticketId) ?? null;
    moves.push({ ticketId, fromId, toId, because });
    if (fromId !== null) loads.set(fromId, (loads.get(fromId) ?? 1) - 1);
    loads.set(toId, (loads.get(toId) ?? 0) + 1);
    holders.set(ticketId, toId);
  };
  const isFull = () => moves.length >= MOST_MOVES;

  for (const { ticketId, assigneeId, demand } of work) {
    const holder = people.find(({ personId }) => personId === assigneeId);
    if (isFull() || (assigneeId !== null && !(holder && isGone(holder)))) continue;
    const next = taker(demand, assigneeId);
    if (!next) continue;
    const why = assigneeId === null ? 'Nobody has it.' : 'Whoever has it is away or takes no tickets.';
    move(ticketId, next.personId, why);
  }

  const moved = new Set(moves.map(({ ticketId }) => ticketId));
  const movable = work.filter(({ ticketId, stays }) => !stays && !moved.has(ticketId)).toReversed();
  for (const { ticketId, assigneeId, demand } of movable) {
    const holder = now().find(({ personId }) => personId === assigneeId);
    if (isFull() || !holder || holder.load <= holder.capacity) continue;
    const next = taker(demand, assigneeId);
    if (!next) continue;
    move(
      ticketId,
      next.personId,
      `Whoever has it has ${holder.load} tickets and works on ${holder.capacity}.`,
    );
    moved.add(ticketId);
  }

  const left = movable.filter(({ ticketId }) => !moved.has(ticketId));
  for (;;) {
    const next = isFull() ? null : levelling(now(), left, moved);
    if (!next) return moves;
    move(next.ticketId, next.toId, next.because);
    moved.add(next.ticketId);
  }
}

function isGone({ isAway, takesTickets }: Candidate): boolean {
  return isAway || !takesTickets;
}

/** The next ticket that goes from whoever has most to do to somebody who has less even with it; null: there is none. */
function levelling(people: Candidate[], work: readonly Work[], moved: ReadonlySet<string>): Move | null {
  for (const holder of leastLoadedFirst(people.filter(({ capacity }) => capacity > 0)).toReversed()) {
    for (const { ticketId, assigneeId, demand } of work) {
      if (assigneeId !== holder.personId || moved.has(ticketId)) continue;
      const [next] = leastLoadedFirst(
        people.filter((one) => one.personId !== holder.personId && obstacleOf(one, demand) === null),
      );
      if (!next || holder.load * next.capacity <= (next.load + 1) * holder.capacity) continue;
      const because = `Whoever has it has ${holder.load} of ${holder.capacity} tickets, the other ${next.load} of ${next.capacity}.`;
      return { ticketId, fromId: assigneeId, toId: next.personId, because };
    }
  }
  return null;
}
