import { checkTimeZone, invalid, type RequestContext, type Session } from '@plimsoll/shared';
import { workingCalendarOf, type Interval, type WorkingCalendar } from '@plimsoll/working-time';
import { calendarsById } from '../entitlement-copy/index.js';
import { findWaysBy } from '../routing/index.js';
import { findLiveRuleSet, type RoutingRuleSetRecord } from '../routing-rule/index.js';
import {
  arrivalsByHour,
  handlingOf,
  sharesOf,
  staffingHours,
  WeekClock,
  type Handling,
  type StaffedAgent,
  type StaffingHour,
} from './staffing.rules.js';
import {
  findDeskPeople,
  findHandled,
  findPastTickets,
  findRoutables,
  type DeskPerson,
  type HandledTicket,
  type PastTicket,
} from './staffing.store.js';

/** What is asked of the forecast. */
export interface StaffingQuestion {
  from: Date;
  to: Date;
  timeZone: string;
  weeks: number;
  occupancy: number;
}

/** What a skill is needed for, hour by hour; `skillId` null: tickets that ask for none. */
export interface SkillStaffing {
  skillId: string | null;
  ticketCount: number;
  handling: Handling | null;
  hours: StaffingHour[];
}

/** A forecast with what it is made of. */
export interface StaffingForecast {
  weeks: number;
  historyFrom: Date;
  historyTo: Date;
  ticketCount: number;
  skills: SkillStaffing[];
}

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
const LONGEST_MS = 14 * 24 * HOUR_MS;
const MOST_WEEKS = 26;
const MOST_TICKETS = 10_000;
const MOST_HANDLED = 2_000;
const AT_ONCE = 1_000;

/**
 * Whom the desk needs when, by skill, from what came in over the last whole weeks. A past ticket asks for the skills of
 * the rule that would take it by the rules in force now; one that asks for several counts for each. Null for callers who
 * are not staff.
 *
 * Where more than 10,000 tickets came in, as many of the latest whole weeks count as these reach back, and one at the
 * least; how long tickets take is measured on the 2,000 that were resolved last.
 *
 * @throws DomainError `INVALID` for an interval that is empty or longer than 14 days, other than 1–26 weeks, an occupancy
 *   that is not above 0 and at most 1, a zone that is none
 */
export async function forecastStaffing(
  context: RequestContext,
  question: StaffingQuestion,
): Promise<StaffingForecast | null> {
  if (context.scope.kind !== 'STAFF') return null;
  const { from, to, weeks, occupancy } = checkQuestion(question);
  const { session, now } = context;
  const clock = new WeekClock(checkTimeZone(question.timeZone, 'timeZone'));
  const until = new Date(clock.hourBeginning(now.getTime()));
  const begin = new Date(until.getTime() - weeks * WEEK_MS);
  const past = await findPastTickets(session, begin, until, MOST_TICKETS + 1);
  const whole = wholeWeeks(past, weeks, until.getTime());
  const counted = past.filter(({ openedAt }) => openedAt.getTime() >= until.getTime() - whole * WEEK_MS);
  const handled = await findHandled(session, begin, until, MOST_HANDLED);
  const routables = await findRoutables(
    session,
    handled.flatMap(({ id, resolvedAt }) => (resolvedAt ? [id] : [])),
  );
  const live = await findLiveRuleSet(session);
  const skillsOf = await skillsByTicket(session, live, uniqueById([...counted, ...routables]), now);
  const people = await findDeskPeople(session);
  const calendars = await calendarsById(
    session,
    people.flatMap(({ calendarId }) => calendarId ?? []),
  );
  const shares = sharesByTicket(handled, people, calendars, until.getTime());
  const agents = people.filter(({ takesTickets }) => takesTickets).map((one) => agentOf(one, calendars));
  const skillIds = [...new Set([...skillsOf.values()].flat())].toSorted();
  const staffingOf = (skillId: string | null): SkillStaffing => {
    const asks = (id: string) => {
      const skills = skillsOf.get(id) ?? [];
      return skillId === null ? skills.length === 0 : skills.includes(skillId);
    };
    const opened = counted.filter(({ id }) => asks(id)).map(({ openedAt }) => openedAt.getTime());
    const handling = handlingOf([...shares].filter(([id]) => asks(id)).map(([, share]) => share));
    const able = agents.filter((agent) => skillId === null || agent.skillIds.has(skillId));
    const arrivals = arrivalsByHour(opened, clock, whole, until.getTime());
    return {
      skillId,
      ticketCount: opened.length,
      handling,
      hours: staffingHours(
        { arrivals, handling, agents: able, occupancy },
        clock,
        from.getTime(),
        to.getTime(),
      ),
    };
  };
  return {
    weeks: whole,
    historyFrom: new Date(until.getTime() - whole * WEEK_MS),
    historyTo: until,
    ticketCount: counted.length,
    skills: [null, ...skillIds].map(staffingOf),
  };
}

function checkQuestion(question: StaffingQuestion): StaffingQuestion {
  const { from, to, weeks, occupancy } = question;
  const length = to.getTime() - from.getTime();
  if (!(length > 0 && length <= LONGEST_MS)) {
    throw invalid('`to` comes after `from`, by 14 days at the most.', ['to']);
  }
  if (!Number.isInteger(weeks) || weeks < 1 || weeks > MOST_WEEKS) {
    throw invalid(`\`weeks\` is a whole number from 1 to ${MOST_WEEKS}.`, ['weeks']);
  }
  if (!(occupancy > 0 && occupancy <= 1)) {
    throw invalid('`occupancy` is above 0 and at most 1.', ['occupancy']);
  }
  return question;
}

/** How many whole weeks, from the last, the tickets that were read cover. */
function wholeWeeks(past: readonly PastTicket[], weeks: number, until: number): number {
  const oldest = past[MOST_TICKETS];
  if (!oldest) return weeks;
  return Math.max(1, Math.floor((until - oldest.openedAt.getTime()) / WEEK_MS));
}

function uniqueById(tickets: readonly PastTicket[]): PastTicket[] {
  return [...new Map(tickets.map((ticket) => [ticket.id, ticket])).values()];
}

/** The skills that the rules in force ask of whoever gets each ticket. */
async function skillsByTicket(
  session: Session,
  live: RoutingRuleSetRecord | null,
  tickets: readonly PastTicket[],
  now: Date,
): Promise<Map<string, string[]>> {
  const skills = new Map<string, string[]>();
  if (!live?.rules.some((rule) => rule.skills.length > 0)) return skills;
  for (let at = 0; at < tickets.length; at += AT_ONCE) {
    const batch = tickets.slice(at, at + AT_ONCE);
    const [ways = []] = await findWaysBy(session, [live], batch, now, ({ openedAt }) => openedAt);
    batch.forEach(({ id }, index) =>
      skills.set(id, ways[index]?.rule?.skills.map(({ skillId }) => skillId) ?? []),
    );
  }
  return skills;
}

const calendarOf = (
  person: DeskPerson | undefined,
  calendars: ReadonlyMap<string, WorkingCalendar>,
): WorkingCalendar =>
  (person?.calendarId == null ? undefined : calendars.get(person.calendarId)) ?? workingCalendarOf(null);

function agentOf(person: DeskPerson, calendars: ReadonlyMap<string, WorkingCalendar>): StaffedAgent {
  return {
    skillIds: new Set(person.skillIds),
    calendar: calendarOf(person, calendars),
    absences: person.absences.map(({ from, to }) => ({
      from: Date.parse(from),
      to: to === null ? Infinity : Date.parse(to),
    })),
  };
}

/** What each resolved ticket took of its person's working time, in milliseconds. */
function sharesByTicket(
  handled: readonly HandledTicket[],
  people: readonly DeskPerson[],
  calendars: ReadonlyMap<string, WorkingCalendar>,
  until: number,
): Map<string, number> {
  const byPerson = new Map<string, HandledTicket[]>();
  for (const ticket of handled) {
    byPerson.set(ticket.assigneeId, [...(byPerson.get(ticket.assigneeId) ?? []), ticket]);
  }
  const resolved = new Set(handled.flatMap(({ id, resolvedAt }) => (resolvedAt ? [id] : [])));
  return new Map(
    [...byPerson].flatMap(([personId, tickets]) => {
      const calendar = calendarOf(
        people.find((person) => person.personId === personId),
        calendars,
      );
      const worked = tickets.map((ticket) => ({ id: ticket.id, intervals: inWork(ticket, until) }));
      return [...sharesOf(worked, calendar)].filter(([id]) => resolved.has(id));
    }),
  );
}

/** When a ticket was in progress, by its log; by its record where the log tells no status. */
function inWork({ steps, beganAt, resolvedAt }: HandledTicket, until: number): Interval[] {
  const end = resolvedAt?.getTime() ?? until;
  if (!steps.some(({ to }) => to === 'IN_PROGRESS')) return [{ from: beganAt.getTime(), to: end }];
  return steps.flatMap(({ at, to }, index) => {
    if (to !== 'IN_PROGRESS') return [];
    const next = steps[index + 1];
    return [{ from: Date.parse(at), to: Math.min(next ? Date.parse(next.at) : end, end) }];
  });
}
