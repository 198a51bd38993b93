import type { RequestContext } from '@plimsoll/shared';
import { workingCalendarOf, workingTime, type WorkingCalendar } from '@plimsoll/working-time';
import { calendarVersions } from '../entitlement-copy/index.js';
import { findAwaiting, SlaTarget } from '../sla-target/index.js';
import type { SlaClockRecord } from './settlement.rules.js';
import { SlaClockStatus } from './sla-clock.rules.js';
import { findClocks } from './sla-clock.store.js';
import type { SlaClock } from './sla-clock.types.js';

/** What a clock shows beside its fields that are references. */
type ShownClock = Omit<SlaClock, 'agreement' | 'entitlement'>;

/** The clocks of a ticket as they stand now; three statements for all tickets of the request. */
export async function loadClocks(context: RequestContext, ticketId: string): Promise<ShownClock[]> {
  const clocks = await context
    .loader<string, ShownClock[]>('sla-clocks', (ids) => clocksNow(context, ids))
    .load(ticketId);
  return clocks ?? [];
}

async function clocksNow(context: RequestContext, ticketIds: readonly string[]): Promise<ShownClock[][]> {
  const found = await findClocks(context.session, ticketIds);
  const calendarOf = await calendarsOf(context, found.flat());
  const awaiting = await findAwaiting(context.session, ticketIds);
  return ticketIds.map((id, index) => {
    const openedAt = awaiting.get(id);
    if (openedAt) return Object.values(SlaTarget).map((target) => awaited(target, openedAt));
    return (found[index] ?? []).map((clock) => shownAt(clock, calendarOf(clock), context.now));
  });
}

/** The calendar that each of these clocks is counted by. */
export async function calendarsOf(
  { session }: Pick<RequestContext, 'session'>,
  clocks: readonly SlaClockRecord[],
): Promise<(clock: SlaClockRecord) => WorkingCalendar> {
  const versions = new Map(
    clocks.flatMap(({ calendarId, calendarVersions: known }) => {
      const version = calendarId === null ? undefined : known[calendarId];
      return calendarId === null || version === undefined
        ? []
        : [[`${calendarId}/${version}`, { id: calendarId, version }] as const];
    }),
  );
  const calendars = await calendarVersions(session, [...versions.values()]);
  return ({ calendarId, calendarVersions: known }) =>
    (calendarId === null ? undefined : calendars.get(`${calendarId}/${known[calendarId]}`)) ??
    workingCalendarOf(null);
}

/** A clock as it stands at an instant after it was settled: the time since then counts, and its due instant may have passed. */
export function shownAt(clock: SlaClockRecord, calendar: WorkingCalendar, now: Date): ShownClock {
  const isCounting = clock.stoppedAt === null && !clock.paused;
  const since = isCounting ? workingTime(calendar, clock.elapsedAt.getTime(), now.getTime()) : 0;
  const elapsedMs = clock.elapsedMs + since;
  const isPastDue = clock.stoppedAt === null && clock.dueAt !== null && clock.dueAt < now;
  const status = isPastDue ? SlaClockStatus.BREACHED : SlaClockStatus[clock.status];
  return {
    target: clock.target,
    cycle: clock.cycle,
    status,
    priority: clock.priority,
    startedAt: clock.startedAt,
    stoppedAt: clock.stoppedAt,
    dueAt: clock.dueAt,
    targetSeconds: clock.targetMs / 1_000,
    elapsedSeconds: elapsedMs / 1_000,
    remainingSeconds: (clock.targetMs - elapsedMs) / 1_000,
    pausedBecause: clock.pausedBecause,
    breachedAt: isPastDue ? clock.dueAt : clock.breachedAt,
    warnedPercent: clock.warnedPercent === 0 ? null : clock.warnedPercent,
    agreementId: clock.agreementId,
    entitlementId: clock.entitlementId,
  };
}

function awaited(target: SlaTarget, openedAt: Date): ShownClock {
  return {
    target,
    cycle: 1,
    status: SlaClockStatus.AWAITING,
    priority: null,
    startedAt: openedAt,
    stoppedAt: null,
    dueAt: null,
    targetSeconds: null,
    elapsedSeconds: null,
    remainingSeconds: null,
    pausedBecause: null,
    breachedAt: null,
    warnedPercent: null,
  };
}
