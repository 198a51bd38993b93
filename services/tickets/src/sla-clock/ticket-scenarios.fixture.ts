import fc from 'fast-check';
import type { WeeklyWindow, WorkingCalendar } from '@plimsoll/working-time';
import { SlaTarget, type FrozenTarget } from '../sla-target/index.js';
import { ClockPolicy, type LoggedStep } from './ticket-life.rules.js';
import { REACH, workingMinutes, type Happening, type Scenario } from './minute-oracle.fixture.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** Ten zones, two of them with half hours, each with the instants at which its clocks change, or others do. */
const PLACES: [zone: string, changes: [string, string]][] = [
  ['Europe/Berlin', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['Europe/London', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['America/New_York', ['2026-03-08T07:00Z', '2026-11-01T06:00Z']],
  ['America/St_Johns', ['2026-03-08T05:30Z', '2026-11-01T04:30Z']],
  ['America/Sao_Paulo', ['2018-02-18T02:00Z', '2018-11-04T03:00Z']],
  ['Australia/Lord_Howe', ['2026-04-04T15:00Z', '2026-10-03T15:30Z']],
  ['Pacific/Auckland', ['2026-04-04T14:00Z', '2026-09-26T14:00Z']],
  ['Asia/Kolkata', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['Asia/Tehran', ['2022-03-21T20:30Z', '2022-09-21T19:30Z']],
  ['UTC', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
];

/** Random hours of a week, without overlap. */
export const anyHours = fc
  .array(
    fc.tuple(
      fc.integer({ min: 0, max: 46 }),
      fc.integer({ min: 1, max: 40 }),
      fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 3 }),
    ),
    { minLength: 1, maxLength: 3 },
  )
  .map((parts) => {
    const hours: WeeklyWindow[] = [];
    for (const [from, length, days] of parts) {
      for (const weekday of days) {
        const window = { weekday, fromMinute: from * 30, toMinute: Math.min((from + length) * 30, 1440) };
        const clashes = hours.some(
          (other) =>
            other.weekday === weekday &&
            other.fromMinute < window.toMinute &&
            window.fromMinute < other.toMinute,
        );
        if (!clashes) hours.push(window);
      }
    }
    return hours;
  });

/** Each change of clocks in each of ten zones. */
export const places = PLACES.flatMap(([zone, changes]) =>
  changes.map((change) => ({ zone, change: Date.parse(change) })),
);

/** Hours drawn once a place: reading a wall clock minute by minute is what takes time. */
const hoursAt = new Map(
  places.map(({ zone, change }) => {
    const [first, second] = fc.sample(anyHours, { numRuns: 2, seed: change % 1_000_003 }) as [
      WeeklyWindow[],
      WeeklyWindow[],
    ];
    const calendars: [WorkingCalendar, WorkingCalendar] = [
      { timeZone: zone, hours: first, holidays: [new Date(change + 2 * DAY).toISOString().slice(0, 10)] },
      { timeZone: zone, hours: second, holidays: [] },
    ];
    return [
      `${zone} ${change}`,
      {
        calendars,
        working: calendars.map((one) => workingMinutes(one, change)) as [Set<number>, Set<number>],
      },
    ];
  }),
);

const anyTarget = (target: SlaTarget, priority: string) =>
  fc
    .record({
      isPromised: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
      ms: fc.integer({ min: 1, max: 720 }).map((n) => n * MINUTE),
      calendarId: fc.constantFrom('A', 'B'),
    })
    .map(({ isPromised, ms, calendarId }): FrozenTarget[] =>
      isPromised
        ? [{ priority, target, ms, calendarId, agreementId: `sla_${calendarId}`, entitlementId: 'ent' }]
        : [],
    );

const anyPromises = fc
  .tuple(
    ...Object.values(SlaTarget).flatMap((target) =>
      ['P1', 'P2', 'P3'].map((priority) => anyTarget(target, priority)),
    ),
  )
  .map((targets) => targets.flat());

const anyHappening: fc.Arbitrary<Happening> = fc.oneof(
  fc.constantFrom<Happening>(
    { type: 'DESK' },
    { type: 'CUSTOMER' },
    { type: 'RESUMED' },
    { type: 'RESOLVED' },
  ),
  fc
    .constantFrom('WAITING_ON_CUSTOMER', 'WAITING_ON_THIRD_PARTY', 'ON_HOLD', 'WAITING_ON_CUSTOMER')
    .map((on): Happening => ({ type: 'WAITED', on })),
  fc.record({
    type: fc.constant('CHANGED' as const),
    priority: fc.constantFrom('P1', 'P2', 'P3', null),
    policy: fc.constantFrom('KEEP' as const, 'RESTART' as const, 'RETROACTIVE' as const),
  }),
);

/** What can happen to a ticket, one after another: what cannot be is left out. */
function possible(given: (Happening & { at: number })[], priority: string): Scenario['steps'] {
  let status = 'NEW';
  let current = priority;
  return given.flatMap((step): Scenario['steps'] => {
    if (status === 'RESOLVED') {
      if (step.type !== 'RESUMED' && step.type !== 'RESOLVED')
        return step.type === 'CHANGED' || step.type === 'WAITED' ? [] : [step];
      status = 'IN_PROGRESS';
      return [{ at: step.at, type: 'REOPENED' }];
    }
    const isWaiting = status.startsWith('WAITING') || status === 'ON_HOLD';
    if (step.type === 'RESUMED' && !isWaiting) return [];
    if (step.type === 'WAITED' && status === step.on) return [];
    if (step.type === 'CHANGED' && step.priority === current) return [];
    if (step.type === 'CHANGED' && step.priority !== null) current = step.priority;
    if (step.type === 'WAITED') status = step.on;
    if (step.type === 'RESUMED') status = 'IN_PROGRESS';
    if (step.type === 'CUSTOMER' && status === 'WAITING_ON_CUSTOMER') status = 'IN_PROGRESS';
    if (step.type === 'RESOLVED') status = 'RESOLVED';
    return [step];
  });
}

/** Scenarios around a change of clocks. */
export const scenarioAt = (zone: string, change: number): fc.Arbitrary<Scenario> =>
  fc
    .record({
      lead: fc.integer({ min: 30, max: 48 * 60 }),
      priority: fc.constantFrom('P1', 'P2', 'P3'),
      gaps: fc.array(fc.tuple(fc.integer({ min: 1, max: 400 }), anyHappening), { maxLength: 14 }),
      promises: fc.tuple(anyPromises, anyPromises),
    })
    .map(({ lead, priority, gaps, promises }) => {
      const openedAt = change - lead * MINUTE;
      let at = openedAt;
      const steps = gaps.map(([gap, step]) => ({ ...step, at: (at += gap * MINUTE) }));
      const { calendars, working } = hoursAt.get(`${zone} ${change}`)!;
      return {
        openedAt,
        priority,
        steps: possible(steps, priority),
        calendars,
        working,
        promises,
        end: change + REACH,
      };
    });

/** Scenarios around any of the changes of clocks. */
export const anyScenario = fc.constantFrom(...places).chain(({ zone, change }) => scenarioAt(zone, change));

/** The log as the platform writes it. */
export function logOf({ steps, priority }: Scenario): LoggedStep[] {
  let current = priority;
  let revision = 0;
  return steps.map((step, index) => {
    const blank: LoggedStep = {
      sequence: index + 2,
      at: step.at,
      type: step.type,
      from: null,
      to: null,
      actorId: 'per_1',
      isPublic: true,
      byDesk: true,
      policy: null,
      corrects: null,
    };
    switch (step.type) {
      case 'DESK':
        return { ...blank, type: 'REPLIED' };
      case 'CUSTOMER':
        return { ...blank, type: 'REPLIED', byDesk: false, actorId: 'con_1' };
      case 'WAITED':
        return { ...blank, to: step.on };
      case 'RESUMED':
      case 'REOPENED':
        return { ...blank, to: 'IN_PROGRESS' };
      case 'RESOLVED':
        return { ...blank, to: 'RESOLVED' };
      case 'CHANGED': {
        const policy = ClockPolicy[step.policy];
        if (step.priority === null) {
          return { ...blank, type: 'AGREEMENT_CHANGED', to: String((revision += 1)), policy };
        }
        const from = current;
        current = step.priority;
        return { ...blank, type: 'PRIORITY_CHANGED', from, to: current, policy };
      }
    }
  });
}

/** The record of the ticket, as far as it decides about clocks. */
export const recordOf = ({ openedAt, priority }: Scenario) => ({
  openedAt,
  priority,
  firstRespondedAt: null,
  resolvedAt: null,
  closedAt: null,
});
