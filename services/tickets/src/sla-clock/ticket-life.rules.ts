import type { Interval } from '@plimsoll/working-time';

/** What becomes of the time that has been counted when the priority or the agreement of a ticket changes. */
export enum ClockPolicy {
  KEEP = 'KEEP',
  RESTART = 'RESTART',
  RETROACTIVE = 'RETROACTIVE',
}

/** An event of a ticket as far as it decides about clocks; instants in epoch milliseconds. */
export interface LoggedStep {
  /** Its place among the ticket's events. */
  sequence: number;
  at: number;
  type: string;
  from: string | null;
  to: string | null;
  actorId: string | null;
  isPublic: boolean;
  /** Whether somebody of the desk did it; null where the log does not say. */
  byDesk: boolean | null;
  /** Of a change of priority or agreement. */
  policy: ClockPolicy | null;
  /** Of a correction: the place of the event whose instant it corrects. */
  corrects: number | null;
  /** Whether it came with the log of another system. */
  isImported?: boolean;
}

/** The record of a ticket as far as it decides about clocks: what an imported one knows that no event tells. */
export interface LoggedTicket {
  openedAt: number;
  priority: string;
  firstRespondedAt: number | null;
  resolvedAt: number | null;
  closedAt: number | null;
}

/** A stretch of time in which nothing is counted, with the reason; `to` null while it lasts. */
export interface Pause {
  from: number;
  to: number | null;
  reason: string;
}

/** A stretch in which a ticket was open, half-open; `to` null while it lasts. */
export interface OpenStretch {
  from: number;
  to: number | null;
  /** It ended without being resolved, as a duplicate does: what was promised is owed no longer. */
  cancelled: boolean;
}

/** Another priority, or other frozen targets, from an instant on. */
export interface TermsChange {
  at: number;
  priority: string;
  revision: number;
  policy: ClockPolicy;
}

/** What a ticket's log says for its clocks. All in order of time. */
export interface TicketLife {
  openedAt: number;
  /** At the opening. */
  priority: string;
  stretches: OpenStretch[];
  /** As told; they may overlap. */
  pauses: Pause[];
  /** When the desk told the customer something that everybody at the customer can read. */
  words: number[];
  changes: TermsChange[];
}

/** The statuses in which nothing is counted. Waiting for a third party or a problem is the desk's own affair. */
const PAUSING: ReadonlySet<string> = new Set(['WAITING_ON_CUSTOMER', 'ON_HOLD']);
/** In the log of another system every status that waits pauses: whoever mapped it said what waits. */
const WAITING: ReadonlySet<string> = new Set([...PAUSING, 'WAITING_ON_THIRD_PARTY', 'WAITING_ON_PROBLEM']);
const ENDED: ReadonlySet<string> = new Set(['RESOLVED', 'CLOSED']);
const STATUSES: ReadonlySet<string> = new Set([
  'NEW',
  'IN_PROGRESS',
  'WAITING_ON_CUSTOMER',
  'WAITING_ON_THIRD_PARTY',
  'WAITING_ON_PROBLEM',
  'ON_HOLD',
  'RESOLVED',
  'CLOSED',
]);

/** Types of events whose `to` is not a status of the ticket even where it reads like one. */
const NO_STATUS: ReadonlySet<string> = new Set(['STATUS_UPDATED', 'CORRECTED', 'PAUSE_RECORDED']);

/**
 * What the log of a ticket says for its clocks.
 *
 * Events count in their order in the log. An instant that lies before that of the event before it, as after a clock was
 * set back, counts as that one; a `CORRECTED` event moves the instant of an earlier event to its `to`. `PAUSE_RECORDED`
 * adds a pause from its `from` to its `to`. What the ticket's record knows and no event tells (the first response, that
 * it is resolved) is taken from the record: imported tickets may have no log. The log of another system is one stretch,
 * from the opening to the last resolution, as its record has both; what it reopened in between was not over.
 *
 * @param steps in order of sequence
 */
export function lifeOf(ticket: LoggedTicket, steps: readonly LoggedStep[]): TicketLife {
  const timed = withSilentSteps(ticket, inOrder(ticket.openedAt, asOneStretch(ticket, steps)));
  const life: TicketLife = {
    openedAt: ticket.openedAt,
    priority: steps.find(({ type, from }) => type === 'PRIORITY_CHANGED' && from)?.from ?? ticket.priority,
    stretches: [{ from: ticket.openedAt, to: null, cancelled: false }],
    pauses: [],
    words: [],
    changes: [],
  };
  let status = 'NEW';
  let terms = { priority: life.priority, revision: 0 };
  for (const step of timed) {
    if (isWord(step)) addWord(life.words, step.at);
    const changed = changedTerms(terms, step);
    if (changed) {
      terms = changed;
      life.changes.push({ at: step.at, ...terms, policy: step.policy ?? ClockPolicy.RETROACTIVE });
    }
    if (step.type === 'PAUSE_RECORDED') addRecordedPause(life.pauses, step);
    const next = statusAfterStep(status, step);
    if (next === status) continue;
    endPause(life.pauses, status, step.at);
    if ((step.isImported ? WAITING : PAUSING).has(next))
      life.pauses.push({ from: step.at, to: null, reason: next });
    if (ENDED.has(next) && !ENDED.has(status)) endStretch(life.stretches, step);
    if (!ENDED.has(next) && ENDED.has(status)) {
      life.stretches.push({ from: step.at, to: null, cancelled: false });
    }
    status = next;
  }
  return life;
}

/**
 * The steps with those of another system's log as one stretch: a resolution that it took back is none, and the last one
 * is when the ticket's record says, where that lies within what the log calls resolved. Where the log does not tell
 * every change of priority, the last is to what the record, or the platform's first change of its own, begins with.
 */
function asOneStretch(ticket: LoggedTicket, steps: readonly LoggedStep[]): LoggedStep[] {
  const imported = steps.filter(({ isImported }) => isImported);
  const isEnding = (step: LoggedStep) => ENDED.has(statusAfterStep('', step));
  const lastOpen = imported.findLast((step) => !isEnding(step) && statusAfterStep('', step) !== '');
  const endings = imported.filter(isEnding);
  const final = endings.filter(({ sequence }) => sequence > (lastOpen?.sequence ?? 0));
  const resolvedAt = ticket.resolvedAt ?? Number.NaN;
  const isWithin = (final[0]?.at ?? Infinity) < resolvedAt && resolvedAt <= (final.at(-1)?.at ?? -Infinity);
  const one = steps.map((step) =>
    endings.includes(step) && !(final.includes(step) && !(isWithin && step.at < resolvedAt))
      ? { ...step, type: 'RESUMED', to: 'IN_PROGRESS' }
      : step,
  );
  if (isWithin) {
    const place = one.findIndex((step) => isEnding(step) && step.at >= resolvedAt);
    one.splice(place, 0, { ...SILENT, isImported: true, at: resolvedAt, type: 'RESOLVED', to: 'RESOLVED' });
  }
  return withLastPriority(ticket, one);
}

function withLastPriority(ticket: LoggedTicket, steps: LoggedStep[]): LoggedStep[] {
  const isChange = ({ type }: LoggedStep) => type === 'PRIORITY_CHANGED';
  const place = steps.findLastIndex((step) => step.isImported && isChange(step));
  const last = steps[place];
  const own = steps.find((step) => !step.isImported && isChange(step))?.from ?? ticket.priority;
  if (!last || last.to === own) return steps;
  return steps.toSpliced(place + 1, 0, { ...last, sequence: 0, from: last.to, to: own });
}

/** The instants of the steps with corrections applied, never going back, none before the opening. */
function inOrder(openedAt: number, steps: readonly LoggedStep[]): LoggedStep[] {
  const corrected = new Map<number, number>();
  for (const { type, corrects, to } of steps) {
    const at = type === 'CORRECTED' && to !== null ? Date.parse(to) : Number.NaN;
    if (corrects !== null && !Number.isNaN(at)) corrected.set(corrects, at);
  }
  let reached = openedAt;
  return steps
    .filter(({ type }) => type !== 'CORRECTED')
    .map((step) => {
      reached = Math.max(reached, corrected.get(step.sequence) ?? step.at);
      return { ...step, at: reached };
    });
}

const SILENT = {
  sequence: 0,
  from: null,
  actorId: null,
  isPublic: true,
  byDesk: true,
  policy: null,
  corrects: null,
} as const;

/** The steps with those that only the record tells of, where they belong. */
function withSilentSteps(ticket: LoggedTicket, steps: readonly LoggedStep[]): LoggedStep[] {
  const all = [...steps];
  const { firstRespondedAt, openedAt } = ticket;
  const endedAt = ticket.resolvedAt ?? ticket.closedAt;
  if (endedAt !== null && !steps.some((step) => ENDED.has(statusAfterStep('', step)))) {
    insert(all, { ...SILENT, at: Math.max(endedAt, openedAt), type: 'RESOLVED', to: 'RESOLVED' });
  }
  if (firstRespondedAt !== null && !steps.some((step) => isWord(step) && step.at <= firstRespondedAt)) {
    insert(all, { ...SILENT, at: Math.max(firstRespondedAt, openedAt), type: 'REPLIED', to: null });
  }
  return all;
}

/** Puts a step before the first that happened later. */
function insert(steps: LoggedStep[], step: LoggedStep): void {
  const place = steps.findIndex(({ at }) => at > step.at);
  steps.splice(place < 0 ? steps.length : place, 0, step);
}

/** Whether the desk tells the customer something: a public reply, a status update. */
function isWord({ type, isPublic, byDesk, actorId }: LoggedStep): boolean {
  if (type === 'STATUS_UPDATED') return isPublic;
  return type === 'REPLIED' && isPublic && (byDesk ?? actorId?.startsWith('per_') ?? false);
}

function addWord(words: number[], at: number): void {
  if (words.at(-1) !== at) words.push(at);
}

function changedTerms(
  terms: { priority: string; revision: number },
  { type, to }: LoggedStep,
): { priority: string; revision: number } | null {
  if (type === 'PRIORITY_CHANGED' && to !== null) return { ...terms, priority: to };
  if (type === 'AGREEMENT_CHANGED' && /^\d+$/.test(to ?? '')) return { ...terms, revision: Number(to) };
  return null;
}

function addRecordedPause(pauses: Pause[], { from, to, sequence }: LoggedStep): void {
  const [begin, end] = [Date.parse(from ?? ''), Date.parse(to ?? '')];
  if (begin < end) pauses.push({ from: begin, to: end, reason: `PAUSE_RECORDED ${sequence}` });
}

/** A step whose `to` is a status leads there; a customer's reply ends waiting for it in any case. */
function statusAfterStep(status: string, { type, to, byDesk, actorId }: LoggedStep): string {
  if (!NO_STATUS.has(type) && to !== null && STATUSES.has(to)) return to;
  if (type === 'RESOLVED' || type === 'CLOSED') return type;
  // Whoever goes on with the ticket that it was merged into owes what is promised there.
  if (type === 'MERGED') return ENDED.has(status) ? status : 'CLOSED';
  const byCustomer = byDesk === false || (byDesk === null && (actorId?.startsWith('con_') ?? false));
  if (type === 'REPLIED' && byCustomer && status === 'WAITING_ON_CUSTOMER') return 'IN_PROGRESS';
  if ((type === 'RESUMED' || type === 'REOPENED') && to === null) return 'IN_PROGRESS';
  return status;
}

function endPause(pauses: Pause[], status: string, at: number): void {
  const last = pauses.findLast(({ reason }) => reason === status);
  if (last?.to === null) last.to = at;
}

function endStretch(stretches: OpenStretch[], { at, type }: LoggedStep): void {
  const last = stretches.at(-1);
  if (last?.to !== null || !last) return;
  last.to = at;
  last.cancelled = type === 'MERGED';
}

/** The union of pauses, in order and disjoint; the last one may have no end. Empty ones count for nothing. */
export function unionOf(pauses: readonly Pause[]): Interval[] {
  const merged: Interval[] = [];
  for (const { from, to } of pauses.toSorted((a, b) => a.from - b.from)) {
    const end = to ?? Infinity;
    if (end <= from) continue;
    const last = merged.at(-1);
    if (last && from <= last.to) last.to = Math.max(last.to, end);
    else merged.push({ from, to: end });
  }
  return merged;
}

/** Why nothing is counted at an instant; null where something is. Of several reasons, the one that began first. */
export function pausedBecause(pauses: readonly Pause[], at: number): string | null {
  const [first] = pauses
    .filter(({ from, to }) => from <= at && at < (to ?? Infinity))
    .toSorted((a, b) => a.from - b.from);
  return first?.reason ?? null;
}
