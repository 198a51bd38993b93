import type { WorkingCalendar } from '@plimsoll/working-time';
import fc from 'fast-check';
import type { PolicyConditions } from '../escalation-policy/index.js';
import {
  firstPlace,
  laterBy,
  placeAfter,
  reasonsToBegin,
  type RunPlace,
  type RunPolicy,
  type TicketFacts,
} from './escalation-run.rules.js';

const at = (text: string) => new Date(text);
const office: WorkingCalendar = {
  timeZone: 'Europe/Berlin',
  hours: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, fromMinute: 540, toMinute: 1020 })),
};
const policyOf = (delays: readonly number[], repeats = 0, repeatAfterMinutes = 30): RunPolicy => ({
  name: 'Policy',
  repeats,
  repeatAfterMinutes,
  calendarId: null,
  steps: delays.map((afterMinutes) => ({
    afterMinutes,
    kind: 'FUNCTIONAL' as RunPolicy['steps'][number]['kind'],
    tier: null,
    personIds: ['per_1'],
    rotationId: null,
    everyoneOnCall: false,
    teamId: null,
  })),
});

describe('delays', () => {
  it('count in the working time of a calendar, over nights and changes of the clocks', () => {
    // Friday 16:30 in Berlin; clocks change on Sunday.
    const friday = at('2026-03-27T15:30:00Z');
    expect(laterBy(friday, 20, office)).toEqual(at('2026-03-27T15:50:00Z'));
    expect(laterBy(friday, 45, office)).toEqual(at('2026-03-30T07:15:00Z'));
    expect(laterBy(friday, 45, null)).toEqual(at('2026-03-27T16:15:00Z'));
    expect(laterBy(friday, 0, office)).toEqual(friday);
    expect(laterBy(friday, 45, { timeZone: 'UTC', hours: [] })).toEqual(at('2026-03-27T16:15:00Z'));
  });
});

describe('a run', () => {
  it('takes every step of every repetition once, each after its delay, and then ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 600 }), { minLength: 1, maxLength: 8 }),
        fc.integer({ min: 0, max: 4 }),
        fc.integer({ min: 1, max: 100 }),
        fc.infiniteStream(fc.boolean()),
        (delays, repeats, again, reaches) => {
          const policy = policyOf(delays, repeats, again);
          const begin = at('2026-03-10T10:00:00Z');
          let place: RunPlace = firstPlace(policy, begin, null);
          let expected = begin.getTime() + delays[0]! * 60_000;
          for (let round = 0; round <= repeats; round += 1) {
            for (const step of delays.keys()) {
              expect(place).toEqual({ round, nextStep: step, nextAt: new Date(expected) });
              const reached = reaches.next().value as boolean;
              place = placeAfter(policy, place, reached, new Date(expected), null);
              const last = step === delays.length - 1;
              expected += (last ? again : reached ? delays[step + 1]! : 0) * 60_000;
            }
          }
          expect(place.nextAt).toBeNull();
        },
      ),
      { numRuns: 200 },
    );
  });
});

describe('a policy begins', () => {
  const nothing: PolicyConditions = {
    kinds: null,
    priorities: null,
    segments: null,
    supportLevelIds: null,
    teamIds: null,
    unassigned: null,
    severityAtLeast: null,
    openedForMinutes: null,
    quietForMinutes: null,
    breachWithinMinutes: null,
    breached: null,
    target: null,
    reopenedAtLeast: null,
    requested: null,
  };
  const now = at('2026-03-10T10:00:00Z');
  const quiet: TicketFacts = {
    openedAt: now,
    touchedAt: now,
    reopenedCount: 0,
    severityScore: null,
    dueAt: null,
    breachedAt: null,
    requestedAt: null,
  };
  const before = (minutes: number, ms = 0) => new Date(now.getTime() - minutes * 60_000 - ms);
  const holds = (conditions: Partial<PolicyConditions>, facts: Partial<TicketFacts>) =>
    reasonsToBegin({ ...nothing, ...conditions }, { ...quiet, ...facts }, now, null) !== null;

  /** Each condition with a ticket that just meets it and one that just does not. */
  const CONDITIONS: [Partial<PolicyConditions>, meets: Partial<TicketFacts>, fails: Partial<TicketFacts>][] =
    [
      [{ severityAtLeast: 60 }, { severityScore: 60 }, { severityScore: 59 }],
      [{ openedForMinutes: 30 }, { openedAt: before(30) }, { openedAt: before(30, -1) }],
      [{ quietForMinutes: 30 }, { touchedAt: before(30) }, { touchedAt: before(30, -1) }],
      [{ breachWithinMinutes: 15 }, { dueAt: before(-15) }, { dueAt: before(-15, -1) }],
      [{ breached: true }, { breachedAt: now }, { dueAt: now }],
      [{ reopenedAtLeast: 2 }, { reopenedCount: 2 }, { reopenedCount: 1 }],
      [{ requested: true }, { requestedAt: now }, { severityScore: 100 }],
    ];

  it.each(CONDITIONS)('by %j', (condition, meets, fails) => {
    expect(holds(condition, meets)).toBe(true);
    expect(holds(condition, fails)).toBe(false);
    expect(holds(condition, {})).toBe(false);
  });

  it('where all of its conditions hold, with a reason for each, and never without one', () => {
    expect(holds({}, { severityScore: 100, requestedAt: now })).toBe(false);
    fc.assert(
      fc.property(
        fc.subarray([...CONDITIONS.keys()], { minLength: 1 }),
        fc.subarray([...CONDITIONS.keys()]),
        (asked, met) => {
          const conditions = Object.assign(
            { ...nothing },
            ...asked.map((n) => CONDITIONS[n]![0]),
          ) as PolicyConditions;
          const facts = Object.assign({ ...quiet }, ...met.map((n) => CONDITIONS[n]![1])) as TicketFacts;
          const reasons = reasonsToBegin(conditions, facts, now, null);
          expect(reasons?.length ?? 0).toBe(asked.every((n) => met.includes(n)) ? asked.length : 0);
        },
      ),
    );
  });

  it('by time that passed in its calendar', () => {
    const monday = at('2026-03-30T07:30:00Z');
    const facts = { ...quiet, openedAt: at('2026-03-27T15:30:00Z') };
    const opened = (minutes: number) =>
      reasonsToBegin({ ...nothing, openedForMinutes: minutes }, facts, monday, office) !== null;
    expect([opened(60), opened(61)]).toEqual([true, false]);
  });
});
