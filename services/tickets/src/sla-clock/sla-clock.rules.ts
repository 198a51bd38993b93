import { addWorkingTime, workingTime, type Interval, type WorkingCalendar } from '@plimsoll/working-time';
import { SlaTarget, type FrozenTarget } from '../sla-target/index.js';
import { ClockPolicy, pausedBecause, unionOf, type TicketLife } from './ticket-life.rules.js';

/** How a clock stands, as it is shown. */
export enum SlaClockStatus {
  AWAITING = 'AWAITING',
  RUNNING = 'RUNNING',
  PAUSED = 'PAUSED',
  MET = 'MET',
  BREACHED = 'BREACHED',
  CANCELLED = 'CANCELLED',
}

/** How a clock that is counted stands. */
export type ClockStatus = Exclude<keyof typeof SlaClockStatus, 'AWAITING'>;

/** The parts of a target's working time at which a warning is given, in percent. */
const WARNED_AT = [50, 75, 90] as const;

/**
 * Where a response target of a ticket stands. Instants in epoch milliseconds, lengths in milliseconds. Cycles are 1, 2, 3 …:
 * the resolution begins again with each reopening, the update with each word of the desk.
 */
export interface ComputedClock extends Cycle {
  terms: FrozenTarget;
  /** When counting began: the beginning of the cycle, or its last restart. */
  startedAt: number;
  /** Null while it is open. */
  stoppedAt: number | null;
  /** The instant at which the working time reaches the target; null while a pause keeps it from being known. */
  dueAt: number | null;
  status: ClockStatus;
  pausedBecause: string | null;
  /** Whether it stands still although it is open; a breached one may, too. */
  isPaused: boolean;
  elapsedMs: number;
  /** Up to when `elapsedMs` is counted. */
  elapsedAt: number;
  /** The due instant, once it has passed before the clock was stopped. */
  breachedAt: number | null;
  /** What has been warned of by now, in order. */
  warnings: { percent: number; at: number }[];
  /** The next instant at which there is something to notice: a warning, or the first past due; null: none ahead. */
  nextNoticeAt: number | null;
}

/** A cycle of a target, and when it ended; null while it lasts. */
export interface Cycle {
  target: SlaTarget;
  cycle: number;
  to: number | null;
}

/** The calendar that a target counts on in one cycle. */
export type CalendarOf = (terms: FrozenTarget, cycle: Cycle) => WorkingCalendar;

/** What was promised: the target of a priority in a revision of the frozen targets, or null where there is none. */
export type PromiseOf = (target: SlaTarget, priority: string, revision: number) => FrozenTarget | null;

/**
 * Working time of the calendar in [from, to) outside of pauses: E(from, to).
 *
 * @param pauses disjoint and in order
 */
export function elapsed(
  calendar: WorkingCalendar,
  pauses: readonly Interval[],
  from: number,
  to: number,
): number {
  let sum = workingTime(calendar, from, to);
  for (const pause of pauses) {
    sum -= workingTime(calendar, Math.max(pause.from, from), Math.min(pause.to, to));
  }
  return sum;
}

/**
 * The earliest instant D with {@link elapsed} of [start, D) equal to `ms`: D(start, ms). Null where a pause without end,
 * or a calendar that never works, keeps it from being reached.
 *
 * @param pauses disjoint and in order
 */
export function dueInstant(
  calendar: WorkingCalendar,
  pauses: readonly Interval[],
  start: number,
  ms: number,
): number | null {
  let left = ms;
  let at = start;
  for (const { from, to } of pauses) {
    if (to <= at) continue;
    const counted = workingTime(calendar, at, from);
    if (counted >= left) break;
    left -= counted;
    at = to;
    if (at === Infinity) return null;
  }
  return addWorkingTime(calendar, at, left);
}

/**
 * The clocks of a ticket at an instant, as a function of its log, what was promised and the calendars alone.
 *
 * - `FIRST_RESPONSE`, one cycle: from the opening to the first word of the desk, or to the end of the ticket.
 * - `UPDATE`: from each word of the desk, and from each reopening, to the next word, or to the end.
 * - `RESOLUTION`: from the opening, and from each reopening, to the end.
 *
 * A change of priority or agreement, with its policy, concerns the clocks that are open then. KEEP: they go on with what
 * they have. RESTART: they begin again with the new target; one that is past due by then stays breached. RETROACTIVE:
 * they are counted from their beginning with the new target, as if it had always been so. Pauses survive all three.
 * What is promised no longer is cancelled.
 */
export function clocksOf(
  life: TicketLife,
  promiseOf: PromiseOf,
  calendarOf: CalendarOf,
  now: number,
): ComputedClock[] {
  const pauses = unionOf(life.pauses);
  return spansOf(life).flatMap((span) => {
    const clock = countSpan(span, life, { pauses: before(pauses, span.to), promiseOf, calendarOf, now });
    return clock ? [clock] : [];
  });
}

/** The parts of pauses before an instant: what happens after a clock was stopped is none of its business. */
function before(pauses: readonly Interval[], stop: number | null): readonly Interval[] {
  if (stop === null) return pauses;
  return pauses.filter(({ from }) => from < stop).map(({ from, to }) => ({ from, to: Math.min(to, stop) }));
}

/** From when to when a target is counted in a cycle. */
interface Span extends Cycle {
  from: number;
  cancelled: boolean;
}

function spansOf({ stretches, words }: TicketLife): Span[] {
  const spans: Span[] = [];
  const [first] = stretches;
  if (!first) return [];
  const response = words[0];
  const responded = response !== undefined && response <= (first.to ?? Infinity);
  spans.push({
    target: SlaTarget.FIRST_RESPONSE,
    cycle: 1,
    from: first.from,
    to: responded ? response : first.to,
    cancelled: !responded && first.cancelled,
  });
  let updates = 0;
  for (const [index, stretch] of stretches.entries()) {
    const said = words.filter((at) => at >= stretch.from && at < (stretch.to ?? Infinity));
    const begins = index === 0 || said[0] === stretch.from ? said : [stretch.from, ...said];
    for (const [place, from] of begins.entries()) {
      const next = begins[place + 1];
      updates += 1;
      spans.push({
        target: SlaTarget.UPDATE,
        cycle: updates,
        from,
        to: next ?? stretch.to,
        cancelled: next === undefined && stretch.cancelled,
      });
    }
    spans.push({ target: SlaTarget.RESOLUTION, cycle: index + 1, ...stretch });
  }
  return spans;
}

interface Circumstances {
  pauses: readonly Interval[];
  promiseOf: PromiseOf;
  calendarOf: CalendarOf;
  now: number;
}

function countSpan(span: Span, life: TicketLife, given: Circumstances): ComputedClock | null {
  const { target, cycle, to: stop } = span;
  const { pauses, promiseOf, calendarOf, now } = given;
  let { priority, revision } = { priority: life.priority, revision: 0 };
  for (const change of life.changes) {
    if (change.at <= span.from) ({ priority, revision } = change);
  }
  let terms = promiseOf(target, priority, revision);
  let promised = terms;
  let startedAt = span.from;
  let endedAt: number | null = null;
  let breachedAt: number | null = null;
  const warnings = new Map<number, number>();
  const warn = (before: number) => {
    if (!terms) return;
    for (const [percent, at] of warningsOf(terms, calendarOf(terms, span), pauses, startedAt)) {
      if (at < before && !warnings.has(percent)) warnings.set(percent, at);
    }
  };
  for (const change of life.changes) {
    if (change.at <= span.from || change.at >= (stop ?? Infinity)) continue;
    if (change.policy === ClockPolicy.KEEP) continue;
    warn(change.at);
    if (change.policy === ClockPolicy.RESTART) {
      const due = terms && dueInstant(calendarOf(terms, span), pauses, startedAt, terms.ms);
      if (due !== null && due < change.at) {
        breachedAt = due;
        break;
      }
    }
    const former = terms;
    terms = promiseOf(target, change.priority, change.revision);
    if (!terms && former) endedAt = change.at;
    if (terms) [promised, endedAt] = [terms, null];
    if (terms && change.policy === ClockPolicy.RESTART) startedAt = change.at;
  }
  if (!promised) return null;
  const counted = terms ?? promised;
  const calendar = calendarOf(counted, span);
  const stoppedAt = endedAt ?? stop;
  const until = Math.max(stoppedAt ?? now, startedAt);
  // Cancelled by a change, nothing is promised any more: there is nothing due, and nothing of it can have been broken.
  const promisedBy = endedAt === null ? dueInstant(calendar, pauses, startedAt, counted.ms) : null;
  const dueAt = breachedAt ?? promisedBy;
  if (dueAt !== null && dueAt < until) breachedAt = dueAt;
  warn(Math.min(stoppedAt ?? Infinity, now + 1));
  const isOpen = stoppedAt === null;
  const reason = isOpen ? pausedBecause(life.pauses, now) : null;
  const status = statusOf({
    isBreached: breachedAt !== null,
    isCancelled: endedAt !== null || (stop !== null && span.cancelled),
    isOpen,
    isPaused: reason !== null,
  });
  return {
    target,
    cycle,
    to: stop,
    terms: counted,
    startedAt,
    stoppedAt,
    dueAt,
    status,
    pausedBecause: status === 'PAUSED' ? reason : null,
    isPaused: reason !== null,
    elapsedMs: elapsed(calendar, pauses, startedAt, until),
    elapsedAt: until,
    breachedAt,
    warnings: [...warnings]
      .map(([percent, at]) => ({ percent, at }))
      .toSorted((a, b) => a.percent - b.percent),
    nextNoticeAt:
      isOpen && breachedAt === null
        ? nextNotice(warningsOf(counted, calendar, pauses, startedAt), dueAt, now)
        : null,
  };
}

function statusOf(clock: {
  isBreached: boolean;
  isCancelled: boolean;
  isOpen: boolean;
  isPaused: boolean;
}): ClockStatus {
  if (clock.isBreached) return 'BREACHED';
  if (clock.isCancelled) return 'CANCELLED';
  if (!clock.isOpen) return 'MET';
  return clock.isPaused ? 'PAUSED' : 'RUNNING';
}

/** The instant of each warning that can be told by now. */
function warningsOf(
  { ms }: FrozenTarget,
  calendar: WorkingCalendar,
  pauses: readonly Interval[],
  start: number,
): [percent: number, at: number][] {
  return WARNED_AT.flatMap((percent): [number, number][] => {
    const at = dueInstant(calendar, pauses, start, Math.ceil((ms * percent) / 100));
    return at === null ? [] : [[percent, at]];
  });
}

function nextNotice(
  warnings: readonly [percent: number, at: number][],
  dueAt: number | null,
  now: number,
): number | null {
  const ahead = warnings.map(([, at]) => at).filter((at) => at > now);
  // At its due instant a clock can still be stopped in time.
  if (dueAt !== null) ahead.push(dueAt + 1);
  return ahead.length === 0 ? null : Math.min(...ahead);
}
