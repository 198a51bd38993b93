import { workingTime } from '@plimsoll/working-time';
import type { SlaTarget } from '../sla-target/index.js';
import type { CalendarOf, ClockStatus, ComputedClock, Cycle } from './sla-clock.rules.js';

/** A clock as it was settled last: what its log, its target and its calendar said then. */
export interface SlaClockRecord {
  ticketId: string;
  target: SlaTarget;
  cycle: number;
  /** Starts at 1 and grows with each change. */
  version: number;
  priority: string;
  targetMs: number;
  /** Null is around the clock. */
  calendarId: string | null;
  /** The version of each calendar that it was counted by, by calendar. */
  calendarVersions: Record<string, number>;
  agreementId: string;
  entitlementId: string;
  startedAt: Date;
  stoppedAt: Date | null;
  dueAt: Date | null;
  /** As of when it was settled: a running one whose due instant has passed since is breached. */
  status: ClockStatus;
  pausedBecause: string | null;
  paused: boolean;
  /** Working milliseconds up to `elapsedAt`. */
  elapsedMs: number;
  elapsedAt: Date;
  /** The highest part of the working time that was warned of: 0, 50, 75, 90. */
  warnedPercent: number;
  breachedAt: Date | null;
  nextNoticeAt: Date | null;
}

/** Something that is told of a clock once: a warning, a breach, or that a breach was none after all. */
export interface Notice {
  type: 'WARNED' | 'BREACHED' | 'BREACH_WITHDRAWN';
  /** The instant it is about: of a warning or a breach, when the time was reached. */
  at: number;
  /** Of a warning. */
  percent: number | null;
  clock: SlaClockRecord;
}

/** What has to be written so that the clocks on record are as they were computed. */
export interface Settlement {
  changed: SlaClockRecord[];
  /** Withdrawals, then the rest in order of time. */
  notices: Notice[];
}

/**
 * What has to be written and told so that the clocks on record become those computed. A breach is told once as long as
 * its due instant stays; where that moves, it is withdrawn, and told again if the new one has passed, too. A warning is
 * told once; of a clock that is over as it was when it was seen last, or first, as an imported one is, none is. A clock
 * that the log knows no longer is cancelled, and stays.
 *
 * @param versionOf the version of a calendar by which a clock was counted
 */
export function settle(
  ticketId: string,
  onRecord: readonly SlaClockRecord[],
  computed: readonly ComputedClock[],
  given: {
    calendarOf: CalendarOf;
    versionsOf: (clock: ComputedClock) => Record<string, number>;
    now: number;
  },
): Settlement {
  const known = new Map(onRecord.map((clock) => [keyOf(clock), clock]));
  const settlement: Settlement = { changed: [], notices: [] };
  for (const clock of computed) {
    const before = known.get(keyOf(clock)) ?? null;
    known.delete(keyOf(clock));
    const after = recordOf(ticketId, clock, before, given.versionsOf(clock));
    if (before === null || differs(before, after, clock, given.calendarOf)) settlement.changed.push(after);
    settlement.notices.push(...noticesOf(before, after, clock, given.now));
  }
  for (const before of known.values()) {
    if (before.status === 'CANCELLED') continue;
    const after: SlaClockRecord = {
      ...before,
      version: before.version + 1,
      status: 'CANCELLED',
      stoppedAt: before.stoppedAt ?? new Date(Math.max(given.now, before.startedAt.getTime())),
      pausedBecause: null,
      paused: false,
      breachedAt: null,
      nextNoticeAt: null,
    };
    settlement.changed.push(after);
    if (before.breachedAt) settlement.notices.push(withdrawn(after, given.now));
  }
  const rank = ({ type, at }: Notice) => (type === 'BREACH_WITHDRAWN' ? -Infinity : at);
  settlement.notices.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
  return settlement;
}

/**
 * The clock on record that has had its verdict in this cycle, and keeps the calendar it was counted by; null where it is
 * counted by what is told of calendars now. What a change cancelled may come back with another change: that is no verdict.
 */
export function overIn(
  onRecord: readonly SlaClockRecord[],
  { target, cycle, to }: Cycle,
): SlaClockRecord | null {
  const clock = onRecord.find((one) => one.target === target && one.cycle === cycle);
  if (!clock?.stoppedAt || to === null) return null;
  return clock.status !== 'CANCELLED' || clock.stoppedAt.getTime() === to ? clock : null;
}

const keyOf = ({ target, cycle }: { target: string; cycle: number }) => `${target}/${cycle}`;

function recordOf(
  ticketId: string,
  clock: ComputedClock,
  before: SlaClockRecord | null,
  calendarVersions: Record<string, number>,
): SlaClockRecord {
  const { terms } = clock;
  const wasOver = clock.stoppedAt !== null && (before === null || before.stoppedAt !== null);
  const warned = wasOver ? 0 : (clock.warnings.at(-1)?.percent ?? 0);
  return {
    ticketId,
    target: clock.target,
    cycle: clock.cycle,
    version: (before?.version ?? 0) + 1,
    priority: terms.priority,
    targetMs: terms.ms,
    calendarId: terms.calendarId,
    calendarVersions,
    agreementId: terms.agreementId,
    entitlementId: terms.entitlementId,
    startedAt: new Date(clock.startedAt),
    stoppedAt: dateOf(clock.stoppedAt),
    dueAt: dateOf(clock.dueAt),
    status: clock.status,
    pausedBecause: clock.pausedBecause,
    paused: clock.isPaused,
    elapsedMs: clock.elapsedMs,
    elapsedAt: new Date(clock.elapsedAt),
    warnedPercent: Math.max(warned, before?.warnedPercent ?? 0),
    breachedAt: dateOf(clock.breachedAt),
    nextNoticeAt: dateOf(clock.nextNoticeAt),
  };
}

const dateOf = (at: number | null) => (at === null ? null : new Date(at));

/** Counting on does not make another clock: what has elapsed follows from what is on record. */
function differs(
  before: SlaClockRecord,
  after: SlaClockRecord,
  clock: ComputedClock,
  calendarOf: CalendarOf,
): boolean {
  const { version: _v, elapsedMs: _e, elapsedAt: _a, calendarVersions, ...rest } = after;
  const same = Object.entries(rest).every(
    ([property, value]) => valueOf(before[property as keyof SlaClockRecord]) === valueOf(value),
  );
  if (!same) return true;
  const sameVersions = Object.entries(calendarVersions).every(([id, v]) => before.calendarVersions[id] === v);
  if (!sameVersions) return true;
  return elapsedBy(before, clock, calendarOf) !== clock.elapsedMs;
}

function elapsedBy(before: SlaClockRecord, clock: ComputedClock, calendarOf: CalendarOf): number {
  if (before.paused || before.stoppedAt) return before.elapsedMs;
  const calendar = calendarOf(clock.terms, clock);
  return before.elapsedMs + workingTime(calendar, before.elapsedAt.getTime(), clock.elapsedAt);
}

const valueOf = (value: unknown) => (value instanceof Date ? value.getTime() : value);

function noticesOf(
  before: SlaClockRecord | null,
  after: SlaClockRecord,
  clock: ComputedClock,
  now: number,
): Notice[] {
  const notices: Notice[] = clock.warnings
    .filter(({ percent }) => percent > (before?.warnedPercent ?? 0) && percent <= after.warnedPercent)
    .map(({ percent, at }) => ({ type: 'WARNED', at, percent, clock: after }));
  const [stood, stands] = [before?.breachedAt?.getTime() ?? null, clock.breachedAt];
  if (stood === stands) return notices;
  if (stood !== null) notices.push(withdrawn(after, now));
  if (stands !== null) notices.push({ type: 'BREACHED', at: stands, percent: null, clock: after });
  return notices;
}

function withdrawn(clock: SlaClockRecord, now: number): Notice {
  return { type: 'BREACH_WITHDRAWN', at: now, percent: null, clock };
}
