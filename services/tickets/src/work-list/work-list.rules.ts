/**
 * Why something stands in the work list of a member of staff, what matters next first: the one home of this order. A new
 * reason gets its place here, its description in the types, and a source in the loader that finds what owes it.
 */
export enum WorkReason {
  BREACH_AHEAD = 'BREACH_AHEAD',
  UPDATE_OWED = 'UPDATE_OWED',
  ESCALATED_TO_YOU = 'ESCALATED_TO_YOU',
  CUSTOMER_REPLIED = 'CUSTOMER_REPLIED',
  APPROVAL_OWED = 'APPROVAL_OWED',
  POSTMORTEM_OWED = 'POSTMORTEM_OWED',
  ASSIGNED = 'ASSIGNED',
}

const RANKS = new Map(Object.values(WorkReason).map((reason, rank) => [reason, rank]));

/** One thing that somebody has to do, for one reason. */
export interface OwedWork {
  why: WorkReason;
  /** What it is about: one of both. */
  ticketId: string | null;
  changeId: string | null;
  /** When it is due; null: no instant is known. */
  dueAt: Date | null;
  /** Whether it stands still: it comes after what does not, for the same reason. */
  waits: boolean;
  /** P1–P4; null for what has none. */
  priority: string | null;
  /** Since when it is there to be done. */
  since: Date;
}

/** A place in a work list: all that is owed about one ticket or change. */
export interface WorkListEntry {
  id: string;
  ticketId: string | null;
  changeId: string | null;
  /** What matters most of it. */
  why: WorkReason;
  /** All of it, what matters most first, each once. */
  reasons: WorkReason[];
  /** When that is due, or whatever else of it is due first. */
  dueAt: Date | null;
  /** Sorts as text in the order of the list. */
  place: string;
}

/** Working ahead of a due instant: within these hours, or once this part of its working time is used. */
export const SOON_MS = 4 * 3_600_000;
export const MOSTLY_USED_PERCENT = 75;

/** An open clock as far as it makes work. */
export interface WorkClock {
  target: 'FIRST_RESPONSE' | 'UPDATE' | 'RESOLUTION';
  /** Null while a pause keeps it from being known. */
  dueAt: string | Date | null;
  paused: boolean;
  /** The part of its working time that was warned of: 0, 50, 75, 90. */
  warnedPercent: number;
}

/** An open ticket as far as it makes work. */
export interface WorkTicket {
  id: string;
  status: string;
  priority: string;
  openedAt: Date;
  clocks: readonly WorkClock[];
  /** When the customer wrote, where that was the last word of the conversation; null where it was not. */
  customerRepliedAt: Date | null;
}

/**
 * Whether a clock asks for attention: it is running, and due within four hours or past it, or three quarters of its working
 * time are used.
 */
export function isSoon({ dueAt, paused, warnedPercent }: Omit<WorkClock, 'target'>, now: Date): boolean {
  if (dueAt === null || paused) return false;
  return new Date(dueAt).getTime() <= now.getTime() + SOON_MS || warnedPercent >= MOSTLY_USED_PERCENT;
}

/** What an open ticket owes whoever works on it. */
export function workOfTicket(ticket: WorkTicket, now: Date): OwedWork[] {
  const running = ticket.clocks.filter(({ paused, dueAt }) => !paused && dueAt !== null);
  const waits = ticket.status.startsWith('WAITING_') || ticket.status === 'ON_HOLD';
  const owed = (why: WorkReason, clocks: readonly WorkClock[], since: Date): OwedWork => ({
    why,
    ticketId: ticket.id,
    changeId: null,
    dueAt: earliest(clocks.map(({ dueAt }) => (dueAt === null ? null : new Date(dueAt)))),
    waits,
    priority: ticket.priority,
    since,
  });
  const work = [owed(WorkReason.ASSIGNED, running, ticket.openedAt)];
  const soon = running.filter((clock) => isSoon(clock, now));
  const promised = soon.filter(({ target }) => target !== 'UPDATE');
  const updates = soon.filter(({ target }) => target === 'UPDATE');
  if (promised.length > 0) work.push(owed(WorkReason.BREACH_AHEAD, promised, ticket.openedAt));
  if (updates.length > 0) work.push(owed(WorkReason.UPDATE_OWED, updates, ticket.openedAt));
  if (ticket.customerRepliedAt !== null) {
    work.push(owed(WorkReason.CUSTOMER_REPLIED, running, ticket.customerRepliedAt));
  }
  return work;
}

/**
 * What an open ticket owes somebody to whom it was escalated, and who has not said that they have taken it in.
 *
 * @param raisedAt when it first was
 */
export function workOfEscalation(ticket: WorkTicket, raisedAt: Date, now: Date): OwedWork[] {
  return workOfTicket(ticket, now).map((one) =>
    one.why === WorkReason.ASSIGNED
      ? { ...one, why: WorkReason.ESCALATED_TO_YOU, waits: false, since: raisedAt }
      : one,
  );
}

/**
 * The work list: one entry a ticket or change, by what matters most of it. For the same reason what is due first comes
 * first, what has no due instant last; then what does not stand still, the higher priority, and what waits longer. Ties
 * by id, so that the order is total.
 */
export function workListOf(work: readonly OwedWork[]): WorkListEntry[] {
  const byRecord = new Map<string, OwedWork[]>();
  for (const one of work) {
    const id = one.ticketId ?? one.changeId;
    if (id !== null) byRecord.set(id, [...(byRecord.get(id) ?? []), one]);
  }
  return [...byRecord]
    .map(([id, owed]) => entryOf(id, owed))
    .toSorted((a, b) => compare(a.place, b.place) || compare(a.id, b.id));
}

function entryOf(id: string, owed: readonly OwedWork[]): WorkListEntry {
  const ranked = owed.toSorted((a, b) => rankOf(a.why) - rankOf(b.why) || order(a.dueAt, b.dueAt));
  const [first] = ranked as [OwedWork, ...OwedWork[]];
  const dueAt = first.dueAt ?? earliest(ranked.map((one) => one.dueAt));
  const { why, ticketId, changeId, waits, priority, since } = first;
  const reasons = [...new Set(ranked.map((one) => one.why))];
  const place = [
    String(rankOf(why)).padStart(2, '0'),
    dueAt?.toISOString() ?? '~',
    waits ? 1 : 0,
    priority ?? 'P0',
    since.toISOString(),
  ].join(' ');
  return { id, ticketId, changeId, why, reasons, dueAt, place };
}

const rankOf = (reason: WorkReason) => RANKS.get(reason) ?? RANKS.size;
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
const order = (a: Date | null, b: Date | null) =>
  (a?.getTime() ?? Infinity) - (b?.getTime() ?? Infinity) || 0;

function earliest(instants: readonly (Date | null)[]): Date | null {
  return instants.filter((at) => at !== null).toSorted((a, b) => a.getTime() - b.getTime())[0] ?? null;
}

/** A change that waits for a decision, as the service of changes hands it over. */
export interface OwedApproval {
  changeId: string;
  neededBy: string | null;
}

/** The approvals out of what another service hands over; what is none of these is left out. */
export function approvalsOf(given: unknown): OwedApproval[] {
  if (!Array.isArray(given)) return [];
  return given.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('changeId' in one)) return [];
    const { changeId } = one;
    const neededBy = 'neededBy' in one && typeof one.neededBy === 'string' ? one.neededBy : null;
    return typeof changeId === 'string' ? [{ changeId, neededBy }] : [];
  });
}

/** What leading a major incident makes of work: the next status update. */
export function workOfLeading(led: {
  id: string;
  priority: string;
  declaredAt: Date;
  dueAt: Date | null;
}): OwedWork[] {
  if (led.dueAt === null) return [];
  return [
    {
      why: WorkReason.UPDATE_OWED,
      ticketId: led.id,
      changeId: null,
      dueAt: led.dueAt,
      waits: false,
      priority: led.priority,
      since: led.declaredAt,
    },
  ];
}

/** What a postmortem that is not published makes of work. */
export function workOfPostmortem(owed: {
  ticketId: string;
  priority: string;
  resolvedAt: Date;
  dueAt: Date;
}): OwedWork {
  return {
    why: WorkReason.POSTMORTEM_OWED,
    ticketId: owed.ticketId,
    changeId: null,
    dueAt: owed.dueAt,
    waits: false,
    priority: owed.priority,
    since: owed.resolvedAt,
  };
}

/** What approvals that are owed make of work: due when the change is to begin. */
export function workOfApprovals(approvals: readonly OwedApproval[], now: Date): OwedWork[] {
  return approvals.map(({ changeId, neededBy }) => ({
    why: WorkReason.APPROVAL_OWED,
    ticketId: null,
    changeId,
    dueAt: neededBy === null ? null : new Date(neededBy),
    waits: false,
    priority: null,
    // It is not told since when a change waits; those without a window come last, by id.
    since: neededBy === null ? now : new Date(neededBy),
  }));
}
