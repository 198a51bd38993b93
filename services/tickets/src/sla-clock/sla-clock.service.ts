import { emit, type DomainEvent, type Session } from '@plimsoll/shared';
import { workingCalendarOf, type WorkingCalendar } from '@plimsoll/working-time';
import { calendarVersions, currentCalendars, type CurrentCalendar } from '../entitlement-copy/index.js';
import { appendTicketEvents, type NewTicketEvent } from '../ticket-event/index.js';
import { overIn, settle, type Notice, type SlaClockRecord } from './settlement.rules.js';
import { restatementOf } from './clock-restatement.rules.js';
import { clocksOf, type CalendarOf, type ComputedClock } from './sla-clock.rules.js';
import { findClockedTickets, findClocks, keepClocks, type ClockedTicket } from './sla-clock.store.js';
import { lifeOf } from './ticket-life.rules.js';

/**
 * Brings the clocks of these tickets to what their logs, frozen targets and calendars say at an instant, and tells what
 * there is to notice: warnings, breaches, breaches that were none; and, where a verdict or what it rests on has changed,
 * all clocks of the ticket. In the caller's transaction, which holds the tickets,
 * where all is seen. A ticket without frozen targets has no clocks. A few statements however many tickets.
 *
 * @param options.areNew whether this transaction opened the tickets, so that they have no clocks yet
 * @returns the clocks that were changed
 */
export async function settleClocks(
  tx: Session,
  ticketIds: readonly string[],
  now: Date,
  options = { areNew: false },
): Promise<SlaClockRecord[]> {
  const tickets = await findClockedTickets(tx, ticketIds);
  if (tickets.length === 0) return [];
  const onRecord = options.areNew
    ? []
    : await findClocks(
        tx,
        tickets.map(({ id }) => id),
      );
  const calendars = await Calendars.of(tx, tickets, onRecord.flat());
  const changed: SlaClockRecord[] = [];
  const noticed: [ClockedTicket, Notice][] = [];
  const restated: DomainEvent[] = [];
  for (const [index, ticket] of tickets.entries()) {
    const before = onRecord[index] ?? [];
    const settlement = settleTicket(ticket, before, calendars, now.getTime());
    changed.push(...settlement.changed);
    restated.push(...restatementOf(ticket, before, settlement.changed));
    noticed.push(...settlement.notices.map((notice): [ClockedTicket, Notice] => [ticket, notice]));
  }
  await keepClocks(tx, changed);
  await appendTicketEvents(
    tx,
    noticed.map(([ticket, notice]) => eventOf(ticket, notice)),
  );
  await emit(tx, [...noticed.map(([ticket, notice]) => tellOf(ticket, notice)), ...restated]);
  return changed;
}

function settleTicket(
  ticket: ClockedTicket,
  onRecord: readonly SlaClockRecord[],
  calendars: Calendars,
  now: number,
) {
  const life = lifeOf(
    {
      openedAt: ticket.openedAt.getTime(),
      priority: ticket.priority,
      firstRespondedAt: ticket.firstRespondedAt?.getTime() ?? null,
      resolvedAt: ticket.resolvedAt?.getTime() ?? null,
      closedAt: ticket.closedAt?.getTime() ?? null,
    },
    ticket.steps,
  );
  const calendarOf = calendars.forTicket(onRecord);
  // Where the process's clock was set back, what was noticed stays noticed as long as the log says the same.
  const noticed = onRecord.flatMap(({ breachedAt, stoppedAt }) =>
    breachedAt && !stoppedAt ? breachedAt.getTime() + 1 : [],
  );
  const computed = clocksOf(
    life,
    (target, priority, revision) =>
      ticket.frozen
        .findLast((frozen) => frozen.revision <= revision && frozen.state !== 'AWAITING')
        ?.targets.find((one) => one.target === target && one.priority === priority) ?? null,
    calendarOf,
    Math.max(now, ...noticed),
  );
  return settle(ticket.id, onRecord, computed, {
    calendarOf,
    versionsOf: (clock) => calendars.versionsOf(clock, onRecord, ticket),
    now,
  });
}

/** The calendars that clocks are counted by: of those that are over, as they were then; of others, as they are told now. */
class Calendars {
  private constructor(
    private readonly current: ReadonlyMap<string, CurrentCalendar>,
    private readonly earlier: ReadonlyMap<string, WorkingCalendar>,
  ) {}

  static async of(
    tx: Session,
    tickets: readonly ClockedTicket[],
    onRecord: readonly SlaClockRecord[],
  ): Promise<Calendars> {
    const ids = tickets.flatMap(({ frozen }) =>
      frozen.flatMap(({ targets }) => targets.flatMap(({ calendarId }) => calendarId ?? [])),
    );
    const current = await currentCalendars(tx, ids);
    const earlier = onRecord
      .filter(({ stoppedAt }) => stoppedAt)
      .flatMap(({ calendarVersions: versions }) =>
        Object.entries(versions).map(([id, version]) => ({ id, version })),
      )
      .filter(({ id, version }) => current.get(id)?.version !== version);
    return new Calendars(current, await calendarVersions(tx, earlier));
  }

  forTicket(onRecord: readonly SlaClockRecord[]): CalendarOf {
    return ({ calendarId }, cycle) => {
      if (calendarId === null) return workingCalendarOf(null);
      const over = overIn(onRecord, cycle);
      const earlier = over && this.earlier.get(`${calendarId}/${over.calendarVersions[calendarId]}`);
      const found = earlier ?? this.current.get(calendarId)?.calendar;
      if (!found) throw new Error(`the calendar ${calendarId} of a frozen target is not on record`);
      return found;
    };
  }

  /**
   * The versions of the calendars that a clock was counted by, with those of before its changes; one that is over keeps what
   * it had.
   */
  versionsOf(
    clock: ComputedClock,
    onRecord: readonly SlaClockRecord[],
    { frozen }: ClockedTicket,
  ): Record<string, number> {
    const over = overIn(onRecord, clock);
    if (over) return over.calendarVersions;
    const ids = frozen.flatMap(({ targets }) =>
      targets.flatMap(({ target, calendarId }) => (target === clock.target && calendarId ? calendarId : [])),
    );
    return Object.fromEntries(
      ids.flatMap((id) => {
        const version = this.current.get(id)?.version;
        return version === undefined ? [] : [[id, version]];
      }),
    );
  }
}

function eventOf(ticket: ClockedTicket, { type, at, percent, clock }: Notice): NewTicketEvent {
  return {
    ticketId: ticket.id,
    at: new Date(at),
    type: `SLA_${type}`,
    actorId: null,
    from: null,
    to: clock.target,
    text: textOf(type, percent, clock),
    isPublic: false,
  };
}

function textOf(type: Notice['type'], percent: number | null, { cycle, dueAt }: SlaClockRecord): string {
  const due = dueAt ? `due at ${dueAt.toISOString()}` : 'without a due instant';
  if (type === 'WARNED') return `${percent} % of the time of cycle ${cycle} is used; it is ${due}.`;
  if (type === 'BREACHED') return `Cycle ${cycle} was ${due}.`;
  return `Cycle ${cycle} is now ${due}; the breach told before was none.`;
}

function tellOf(ticket: ClockedTicket, { type, at, percent, clock }: Notice): DomainEvent {
  const subject = `${ticket.id}/${clock.target}/${clock.cycle}`;
  return {
    type: `plimsoll.sla_clock.${type.toLowerCase()}.v1`,
    subject,
    version: clock.version,
    data: {
      id: subject,
      externalId: null,
      source: null,
      ticketId: ticket.id,
      customerId: ticket.customerId,
      target: clock.target,
      cycle: clock.cycle,
      priority: clock.priority,
      agreementId: clock.agreementId,
      entitlementId: clock.entitlementId,
      at: new Date(at),
      percent,
      dueAt: clock.dueAt,
    },
  };
}
