import { addWorkingTime, workingTime, type WorkingCalendar } from '@plimsoll/working-time';
import type { PolicyConditions, PolicyStep } from '../escalation-policy/index.js';

/** A policy as a run follows it: as it was when the run began. */
export interface RunPolicy {
  name: string;
  steps: PolicyStep[];
  repeats: number;
  repeatAfterMinutes: number;
  calendarId: string | null;
}

/** Where a run stands: the repetition and the step that come next, and when; `nextAt` null: none does. */
export interface RunPlace {
  round: number;
  nextStep: number;
  nextAt: Date | null;
}

/** What is known of a ticket over which a policy may begin. */
export interface TicketFacts {
  openedAt: Date;
  touchedAt: Date;
  reopenedCount: number;
  severityScore: number | null;
  /** The earliest instant at which a running clock of the policy's target is due. */
  dueAt: Date | null;
  /** When an open clock of that target was missed first. */
  breachedAt: Date | null;
  /** When an escalation was asked for that nobody has answered. */
  requestedAt: Date | null;
}

const MINUTE = 60_000;

/**
 * The instant by which so many minutes have passed: of a calendar's working time, or by the clock on the wall where there
 * is none, or where it does not work as much within twenty years.
 */
export function laterBy(from: Date, minutes: number, calendar: WorkingCalendar | null): Date {
  const plain = from.getTime() + minutes * MINUTE;
  if (calendar === null) return new Date(plain);
  return new Date(addWorkingTime(calendar, from.getTime(), minutes * MINUTE) ?? plain);
}

/** Where a run stands when it has just begun. */
export function firstPlace(policy: RunPolicy, now: Date, calendar: WorkingCalendar | null): RunPlace {
  return { round: 0, nextStep: 0, nextAt: laterBy(now, policy.steps[0]?.afterMinutes ?? 0, calendar) };
}

/**
 * Where a run stands once its step is taken: at the next step, at the first of the next repetition, or at the end. A step
 * that reached nobody is followed by the next at once; a repetition always waits.
 */
export function placeAfter(
  policy: RunPolicy,
  place: RunPlace,
  reached: boolean,
  now: Date,
  calendar: WorkingCalendar | null,
): RunPlace {
  const nextStep = place.nextStep + 1;
  const step = policy.steps[nextStep];
  if (step) {
    const minutes = reached ? step.afterMinutes : 0;
    return { round: place.round, nextStep, nextAt: laterBy(now, minutes, calendar) };
  }
  if (place.round < policy.repeats) {
    return {
      round: place.round + 1,
      nextStep: 0,
      nextAt: laterBy(now, policy.repeatAfterMinutes, calendar),
    };
  }
  return { round: place.round, nextStep, nextAt: null };
}

/**
 * Why a policy begins over a ticket, a sentence a condition; null where one of its conditions does not hold. What narrows
 * it to some tickets has been asked before.
 */
export function reasonsToBegin(
  conditions: PolicyConditions,
  facts: TicketFacts,
  now: Date,
  calendar: WorkingCalendar | null,
): string[] | null {
  const { severityAtLeast, openedForMinutes, quietForMinutes, breachWithinMinutes, reopenedAtLeast } =
    conditions;
  const passed = (since: Date) =>
    (calendar ? workingTime(calendar, since.getTime(), now.getTime()) : now.getTime() - since.getTime()) /
    MINUTE;
  const which = conditions.target ?? 'a response target';
  const checks: [wanted: boolean, holds: boolean, because: () => string][] = [
    [
      severityAtLeast !== null,
      (facts.severityScore ?? 0) >= (severityAtLeast ?? 0),
      () => `Its severity is ${facts.severityScore ?? 0} of 100, ${severityAtLeast} or more.`,
    ],
    [
      openedForMinutes !== null,
      passed(facts.openedAt) >= (openedForMinutes ?? 0),
      () => `It was opened ${openedForMinutes} minutes ago or more.`,
    ],
    [
      quietForMinutes !== null,
      passed(facts.touchedAt) >= (quietForMinutes ?? 0),
      () => `Nothing has happened to it for ${quietForMinutes} minutes or more.`,
    ],
    [
      breachWithinMinutes !== null,
      facts.dueAt !== null && facts.dueAt.getTime() <= now.getTime() + (breachWithinMinutes ?? 0) * MINUTE,
      () => `The clock of ${which} is due at ${facts.dueAt?.toISOString()}.`,
    ],
    [
      conditions.breached === true,
      facts.breachedAt !== null,
      () => `The clock of ${which} was due at ${facts.breachedAt?.toISOString()} and missed it.`,
    ],
    [
      reopenedAtLeast !== null,
      facts.reopenedCount >= (reopenedAtLeast ?? 0),
      () => `It was reopened ${facts.reopenedCount} times.`,
    ],
    [
      conditions.requested === true,
      facts.requestedAt !== null,
      () => `An escalation was asked for at ${facts.requestedAt?.toISOString()}.`,
    ],
  ];
  const wanted = checks.filter(([asked]) => asked);
  if (wanted.length === 0 || wanted.some(([, holds]) => !holds)) return null;
  return wanted.map(([, , because]) => because());
}
