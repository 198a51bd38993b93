import fc from 'fast-check';
import type { WeeklyWindow, WorkingCalendar } from '@plimsoll/working-time';
import { SlaTarget, type FrozenTarget } from '../sla-target/sla-target.rules.js';
import { settle, type Notice, type SlaClockRecord } from './settlement.rules.js';
import { clocksOf, dueInstant, elapsed, type ComputedClock } from './sla-clock.rules.js';
import { ClockPolicy, lifeOf, unionOf, type LoggedStep, type Pause } from './ticket-life.rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

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
/** How far the oracle sees to either side of a change of clocks. */
const REACH = 4 * DAY;

// ---- The oracle: a wall clock, and minutes counted one by one. ----

/** The minutes of these hours around an instant, as the runtime's own formatter shows them. */
function workingMinutes(calendar: WorkingCalendar, around: number): Set<number> {
  const formatter = new Intl.DateTimeFormat('sv-SE', {
    timeZone: calendar.timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const byDate = new Map<string, { at: number; minute: number }[]>();
  for (let at = around - REACH - DAY; at <= around + REACH + DAY; at += MINUTE) {
    const shown = formatter.format(at);
    const date = shown.slice(0, 10);
    const minute = Number(shown.slice(11, 13)) * 60 + Number(shown.slice(14, 16));
    const ofDay = byDate.get(date) ?? [];
    ofDay.push({ at, minute });
    byDate.set(date, ofDay);
  }
  const working = new Set<number>();
  for (const [date, readings] of byDate) {
    const weekday = new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
    if ((calendar.holidays as readonly string[]).includes(date)) continue;
    for (const { weekday: on, fromMinute, toMinute } of calendar.hours as WeeklyWindow[]) {
      if (on !== weekday) continue;
      const first = readings.findIndex(({ minute }) => minute >= fromMinute);
      const opens = first < 0 ? readings.length : first;
      const again = readings.findLastIndex(({ minute }) => minute === toMinute);
      const past = readings.findIndex(({ minute }) => minute >= toMinute);
      const closes = again >= 0 ? again : past >= 0 ? past : readings.length;
      for (let place = opens; place < closes; place += 1) working.add(readings[place]?.at ?? 0);
    }
  }
  return working;
}

interface Told {
  status: string;
  dueAt: number | null;
  breachedAt: number | null;
  stoppedAt: number | null;
  startedAt: number;
  elapsedMs: number;
}

interface Counting {
  target: SlaTarget;
  cycle: number;
  terms: FrozenTarget | null;
  had: FrozenTarget | null;
  startedAt: number;
  stoppedAt: number | null;
  cancelledAt: number | null;
  brokenBeforeRestart: number | null;
}

/** The clocks of a scenario, by walking from minute to minute and doing what is written down for each. */
function walked(scenario: Scenario, now: number): Map<string, Told> {
  const all: Counting[] = [];
  const state = { priority: scenario.priority, revision: 0, status: 'NEW', resolutions: 0, updates: 0 };
  const still = new Set<number>();
  const promised = (target: SlaTarget) => promiseOf(scenario)(target, state.priority, state.revision);
  const begin = (target: SlaTarget, cycle: number, at: number) => {
    const terms = promised(target);
    all.push({
      target,
      cycle,
      terms,
      had: terms,
      startedAt: at,
      stoppedAt: null,
      cancelledAt: null,
      brokenBeforeRestart: null,
    });
  };
  const open = () => all.filter(({ stoppedAt }) => stoppedAt === null);
  const stop = (at: number, ...targets: SlaTarget[]) => {
    for (const clock of open()) if (targets.includes(clock.target)) clock.stoppedAt = at;
  };
  /** Minutes counted until one more would be too many; the instant behind the last one. */
  const reach = (clock: Counting, terms: FrozenTarget, end: number): number | null => {
    let left = terms.ms / MINUTE;
    const working = scenario.working[terms.calendarId === 'A' ? 0 : 1];
    for (let at = clock.startedAt; at < scenario.end; at += MINUTE) {
      const isStill = still.has(at) && at < end;
      if (working.has(at) && !isStill) left -= 1;
      if (left === 0) return at + MINUTE;
    }
    return null;
  };
  begin(SlaTarget.FIRST_RESPONSE, 1, scenario.openedAt);
  begin(SlaTarget.RESOLUTION, (state.resolutions = 1), scenario.openedAt);
  const isOver = () => state.status === 'RESOLVED';
  for (let at = scenario.openedAt; at < now; at += MINUTE) {
    for (const step of scenario.steps.filter((one) => one.at === at)) {
      if (step.type === 'DESK' && !isOver()) {
        stop(at, SlaTarget.FIRST_RESPONSE, SlaTarget.UPDATE);
        begin(SlaTarget.UPDATE, (state.updates += 1), at);
      }
      if (step.type === 'WAITED') state.status = step.on;
      if (step.type === 'RESUMED') state.status = 'IN_PROGRESS';
      if (step.type === 'CUSTOMER' && state.status === 'WAITING_ON_CUSTOMER') state.status = 'IN_PROGRESS';
      if (step.type === 'RESOLVED') {
        state.status = 'RESOLVED';
        stop(at, SlaTarget.FIRST_RESPONSE, SlaTarget.UPDATE, SlaTarget.RESOLUTION);
      }
      if (step.type === 'REOPENED') {
        state.status = 'IN_PROGRESS';
        begin(SlaTarget.UPDATE, (state.updates += 1), at);
        begin(SlaTarget.RESOLUTION, (state.resolutions += 1), at);
      }
      if (step.type === 'CHANGED') {
        if (step.priority !== null) state.priority = step.priority;
        else state.revision += 1;
        if (step.policy === 'KEEP') continue;
        for (const clock of open()) {
          if (clock.startedAt === at) {
            // What begins at this very minute begins with what is promised from it on.
            clock.terms = promised(clock.target);
            clock.had = clock.terms;
            continue;
          }
          if (clock.brokenBeforeRestart !== null) continue;
          if (step.policy === 'RESTART' && clock.terms) {
            const due = reach(clock, clock.terms, at);
            if (due !== null && due < at) {
              clock.brokenBeforeRestart = due;
              continue;
            }
          }
          const former = clock.terms;
          clock.terms = promised(clock.target);
          if (!clock.terms && former) clock.cancelledAt = at;
          if (clock.terms) {
            clock.cancelledAt = null;
            clock.had = clock.terms;
            if (step.policy === 'RESTART') clock.startedAt = at;
          }
        }
      }
    }
    if (['WAITING_ON_CUSTOMER', 'ON_HOLD'].includes(state.status)) still.add(at);
  }
  const isStill = ['WAITING_ON_CUSTOMER', 'ON_HOLD'].includes(state.status);
  const told = new Map<string, Told>();
  for (const clock of all) {
    if (!clock.had) continue;
    const end = clock.cancelledAt ?? clock.stoppedAt;
    const isOpen = end === null;
    const reached = clock.terms && reach(clock, clock.terms, clock.stoppedAt ?? Infinity);
    // Standing still without an end in sight: what has not been reached by now is not due.
    const known = isOpen && isStill && reached !== null && reached > now ? null : reached;
    const dueAt = clock.brokenBeforeRestart ?? known;
    const broken = dueAt !== null && dueAt < (end ?? now) ? dueAt : null;
    const working = scenario.working[clock.had.calendarId === 'A' ? 0 : 1];
    let counted = 0;
    for (let at = clock.startedAt; at < (end ?? now); at += MINUTE) {
      if (working.has(at) && !still.has(at)) counted += MINUTE;
    }
    told.set(`${clock.target}/${clock.cycle}`, {
      status:
        broken !== null
          ? 'BREACHED'
          : clock.cancelledAt !== null
            ? 'CANCELLED'
            : !isOpen
              ? 'MET'
              : isStill
                ? 'PAUSED'
                : 'RUNNING',
      dueAt,
      breachedAt: broken,
      stoppedAt: end,
      startedAt: clock.startedAt,
      elapsedMs: counted,
    });
  }
  return told;
}

// ---- Scenarios: hours, promises, and what happens to a ticket, all on whole minutes. ----

type Happening =
  | { type: 'DESK' | 'CUSTOMER' | 'RESUMED' | 'RESOLVED' | 'REOPENED' }
  | { type: 'WAITED'; on: string }
  | { type: 'CHANGED'; priority: string | null; policy: keyof typeof ClockPolicy };

interface Scenario {
  openedAt: number;
  priority: string;
  steps: (Happening & { at: number })[];
  calendars: [WorkingCalendar, WorkingCalendar];
  working: [Set<number>, Set<number>];
  promises: FrozenTarget[][];
  /** Up to where the oracle sees. */
  end: number;
}

const calendarFor = (scenario: Scenario) => (terms: FrozenTarget) =>
  scenario.calendars[terms.calendarId === 'A' ? 0 : 1];

const promiseOf =
  ({ promises }: Pick<Scenario, 'promises'>) =>
  (target: SlaTarget, priority: string, revision: number): FrozenTarget | null =>
    promises[revision % promises.length]?.find((one) => one.target === target && one.priority === priority) ??
    null;

const anyHours = fc
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

const places = PLACES.flatMap(([zone, changes]) =>
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

const scenarioAt = (zone: string, change: number): fc.Arbitrary<Scenario> =>
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

const anyScenario = fc.constantFrom(...places).chain(({ zone, change }) => scenarioAt(zone, change));

/** The log as the platform writes it. */
function logOf({ steps, priority }: Scenario): LoggedStep[] {
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

const recordOf = ({ openedAt, priority }: Scenario) => ({
  openedAt,
  priority,
  firstRespondedAt: null,
  resolvedAt: null,
  closedAt: null,
});

function computed(scenario: Scenario, log: readonly LoggedStep[], now: number): ComputedClock[] {
  const life = lifeOf(recordOf(scenario), log);
  return clocksOf(life, promiseOf(scenario), calendarFor(scenario), now);
}

describe('clocks counted by the platform', () => {
  it.each(places.map(({ zone, change }) => [zone, new Date(change).toISOString()] as const))(
    'equal those counted minute by minute in %s about %s, whatever happens to the ticket',
    (zone, change) => {
      fc.assert(
        fc.property(
          scenarioAt(zone, Date.parse(change)),
          fc.integer({ min: 1, max: 5_000 }),
          (scenario, length) => {
            const now = Math.min(scenario.openedAt + length * MINUTE, scenario.end - DAY);
            const log = logOf(scenario).filter(({ at }) => at < now);
            const expected = walked({ ...scenario, steps: scenario.steps.filter(({ at }) => at < now) }, now);
            const found = computed(scenario, log, now);
            expect(found.map(({ target, cycle }) => `${target}/${cycle}`).toSorted()).toEqual(
              [...expected.keys()].toSorted(),
            );
            for (const clock of found) {
              const told = expected.get(`${clock.target}/${clock.cycle}`);
              const { status, breachedAt, stoppedAt, startedAt, elapsedMs } = clock;
              // What is due where the oracle sees no more is due later than that.
              const dueAt = clock.dueAt !== null && clock.dueAt > scenario.end ? null : clock.dueAt;
              expect({ status, dueAt, breachedAt, stoppedAt, startedAt, elapsedMs }).toEqual(told);
            }
          },
        ),
        { numRuns: 30 },
      );
    },
  );
});

/** What the platform keeps of a ticket's clocks, and all that it has told of them. */
class Kept {
  readonly rows = new Map<string, SlaClockRecord>();
  readonly told: Notice[] = [];

  constructor(private readonly scenario: Scenario) {}

  /** Settles as the service does: over clocks by the calendars they were counted by, others by those of now. */
  settle(
    log: readonly LoggedStep[],
    now: number,
    edited: [WorkingCalendar, WorkingCalendar] | null = null,
  ): void {
    const { scenario } = this;
    const calendarOf = (terms: FrozenTarget, { target, cycle }: { target: string; cycle: number }) => {
      const over = this.rows.get(`${target}/${cycle}`);
      const version = over?.stoppedAt ? over.calendarVersions[terms.calendarId ?? ''] : edited ? 2 : 1;
      const calendars = version === 2 && edited ? edited : scenario.calendars;
      return calendars[terms.calendarId === 'A' ? 0 : 1];
    };
    const onRecord = [...this.rows.values()];
    const noticed = onRecord.flatMap(({ breachedAt, stoppedAt }) =>
      breachedAt && !stoppedAt ? breachedAt.getTime() + 1 : [],
    );
    const life = lifeOf(recordOf(scenario), log);
    const clocks = clocksOf(life, promiseOf(scenario), calendarOf, Math.max(now, ...noticed));
    const { changed, notices } = settle('tkt_1', onRecord, clocks, {
      calendarOf,
      versionsOf: ({ target, cycle, terms }) => {
        const over = this.rows.get(`${target}/${cycle}`);
        return over?.stoppedAt ? over.calendarVersions : { [terms.calendarId ?? '']: edited ? 2 : 1 };
      },
      now,
    });
    for (const row of changed) this.rows.set(`${row.target}/${row.cycle}`, row);
    this.told.push(...notices);
  }

  /** The breaches that stand by what was told, as `target/cycle at`; a breach told twice fails. */
  standing(): string[] {
    const standing = new Map<string, number>();
    for (const { type, at, clock } of this.told) {
      const key = `${clock.target}/${clock.cycle}`;
      if (type === 'BREACHED') {
        expect(standing.has(key)).toBe(false);
        standing.set(key, at);
      }
      if (type === 'BREACH_WITHDRAWN') expect(standing.delete(key)).toBe(true);
    }
    return [...standing].map(([key, at]) => `${key} ${at}`).toSorted();
  }

  /** The breaches on record. */
  recorded(): string[] {
    return [...this.rows.values()]
      .flatMap(({ target, cycle, breachedAt }) =>
        breachedAt ? [`${target}/${cycle} ${breachedAt.getTime()}`] : [],
      )
      .toSorted();
  }
}

/** Lets a scenario happen: settled at each of its steps, and at other instants whenever somebody looks. */
function happened(scenario: Scenario, looks: readonly number[], end: number): Kept {
  const kept = new Kept(scenario);
  const log = logOf(scenario).filter(({ at }) => at < end);
  const instants = [
    ...log.map(({ at }) => ({ at, now: at })),
    // A process looks when it runs, and its clock may be wrong then.
    ...looks.map((look, index) => ({
      at: look,
      now: look + (index % 5 === 4 ? DAY : index % 7 === 6 ? -HOUR : 0),
    })),
  ].toSorted((a, b) => a.at - b.at);
  kept.settle([], scenario.openedAt);
  for (const { at, now } of instants) {
    kept.settle(
      log.filter((step) => step.at <= at),
      now,
    );
  }
  kept.settle(log, end);
  return kept;
}

const anyLooks = fc.array(fc.integer({ min: 0, max: 4 * 24 * 60 * 60 }), { maxLength: 12 });

describe('what is told of clocks', () => {
  it('is the same set of breaches whenever somebody looked, each at its due instant and once', () => {
    fc.assert(
      fc.property(anyScenario, anyLooks, anyLooks, (scenario, some, others) => {
        const end = scenario.openedAt + 5 * DAY + 1;
        const looksAt = (seconds: readonly number[]) =>
          seconds.map((second) => scenario.openedAt + second * 1_000).filter((look) => look < end);
        const [one, other, late] = [looksAt(some), looksAt(others), []].map((looks) =>
          happened(scenario, looks, end + DAY),
        );
        const expected = computed(scenario, logOf(scenario), end + DAY)
          .flatMap(({ target, cycle, breachedAt }) =>
            breachedAt === null ? [] : [`${target}/${cycle} ${breachedAt}`],
          )
          .toSorted();
        for (const kept of [one!, other!, late!]) {
          expect(kept.standing()).toEqual(expected);
          expect(kept.recorded()).toEqual(expected);
        }
      }),
      { numRuns: 60 },
    );
  });

  it('is each warning once, at the instant at which its part of the working time was used', () => {
    fc.assert(
      fc.property(anyScenario, anyLooks, (scenario, looks) => {
        const end = scenario.openedAt + 5 * DAY;
        const kept = happened(
          scenario,
          looks.map((second) => scenario.openedAt + second * 1_000),
          end,
        );
        const keys = kept.told
          .filter(({ type }) => type === 'WARNED')
          .map(({ clock, percent }) => `${clock.target}/${clock.cycle} ${percent}`);
        expect(new Set(keys).size).toBe(keys.length);
        for (const clock of computed(scenario, logOf(scenario), end)) {
          const calendar = calendarFor(scenario)(clock.terms);
          const pauses = unionOf(lifeOf(recordOf(scenario), logOf(scenario)).pauses);
          for (const { percent, at } of clock.warnings.filter(({ at: when }) => when >= clock.startedAt)) {
            const told = scenario.steps.every((step) => step.type !== 'CHANGED');
            if (told)
              expect(elapsed(calendar, pauses, clock.startedAt, at)).toBe(
                Math.ceil((clock.terms.ms * percent) / 100),
              );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('follows from the log again where everything is computed anew', () => {
    fc.assert(
      fc.property(anyScenario, anyLooks, (scenario, looks) => {
        const end = scenario.openedAt + 5 * DAY;
        const kept = happened(
          scenario,
          looks.map((second) => scenario.openedAt + second * 1_000),
          end,
        );
        const before = structuredClone([...kept.rows.values()]);
        const told = kept.told.length;
        kept.settle(logOf(scenario), end);
        expect([...kept.rows.values()]).toEqual(before);
        expect(kept.told).toHaveLength(told);
        const anew = new Kept(scenario);
        anew.settle(logOf(scenario), end);
        const verdicts = (one: Kept) =>
          [...one.rows.values()]
            .map(({ target, cycle, status, startedAt, stoppedAt, dueAt, breachedAt }) => ({
              target,
              cycle,
              status,
              startedAt,
              stoppedAt,
              dueAt,
              breachedAt,
            }))
            .toSorted((a, b) => (`${a.target}${a.cycle}` < `${b.target}${b.cycle}` ? -1 : 1));
        expect(verdicts(anew)).toEqual(verdicts(kept));
      }),
      { numRuns: 60 },
    );
  });

  it('is not changed by an edited calendar once a clock is over; open ones are counted by the new hours', () => {
    fc.assert(
      fc.property(anyScenario, fc.integer({ min: 1, max: 3_000 }), (scenario, after) => {
        const editedAt = scenario.openedAt + after * MINUTE;
        const log = logOf(scenario);
        const kept = new Kept(scenario);
        for (const { at } of log.filter((step) => step.at <= editedAt)) {
          kept.settle(
            log.filter((step) => step.at <= at),
            at,
          );
        }
        kept.settle(
          log.filter((step) => step.at <= editedAt),
          editedAt,
        );
        const over = structuredClone([...kept.rows.values()].filter(({ stoppedAt }) => stoppedAt));
        // From now on the two calendars stand for each other.
        const edited: [WorkingCalendar, WorkingCalendar] = [scenario.calendars[1], scenario.calendars[0]];
        const end = scenario.openedAt + 3 * DAY;
        kept.settle(
          log.filter((step) => step.at <= editedAt),
          editedAt,
          edited,
        );
        kept.settle(log, Math.max(end, editedAt), edited);
        for (const row of over) expect(kept.rows.get(`${row.target}/${row.cycle}`)).toEqual(row);
        const wasOver = new Set(over.map(({ target, cycle }) => `${target}/${cycle}`));
        const now = Math.max(end, editedAt);
        const swapped: Scenario = {
          ...scenario,
          calendars: edited,
          working: [scenario.working[1], scenario.working[0]],
        };
        const expected = walked(swapped, now);
        for (const row of kept.rows.values()) {
          const key = `${row.target}/${row.cycle}`;
          if (wasOver.has(key) || (row.dueAt && row.dueAt.getTime() > scenario.end)) continue;
          expect({ key, status: row.status, dueAt: row.dueAt?.getTime() ?? null }).toEqual({
            key,
            status: expected.get(key)?.status,
            dueAt: expected.get(key)?.dueAt ?? null,
          });
        }
        expect(kept.standing()).toEqual(kept.recorded());
      }),
      { numRuns: 60 },
    );
  });

  it('is withdrawn by a new notice where a correction moves a due instant, and nothing told is erased', () => {
    fc.assert(
      fc.property(
        anyScenario,
        fc.integer({ min: 1, max: 600 }),
        fc.integer({ min: 1, max: 900 }),
        (scenario, from, length) => {
          const end = scenario.openedAt + 4 * DAY;
          const log = logOf(scenario).filter(({ at }) => at < end);
          const kept = happened(scenario, [], end);
          const told = [...kept.told];
          const pause = {
            sequence: log.length + 2,
            at: end,
            type: 'PAUSE_RECORDED',
            from: new Date(scenario.openedAt + from * MINUTE).toISOString(),
            to: new Date(scenario.openedAt + (from + length) * MINUTE).toISOString(),
          };
          const corrected = [...log, { ...SILENT, ...pause }];
          kept.settle(corrected, end);
          expect(kept.told.slice(0, told.length)).toEqual(told);
          const expected = computed(scenario, corrected, end).flatMap(({ target, cycle, breachedAt }) =>
            breachedAt === null ? [] : [`${target}/${cycle} ${breachedAt}`],
          );
          expect(kept.standing()).toEqual(expected.toSorted());
          expect(kept.recorded()).toEqual(expected.toSorted());
        },
      ),
      { numRuns: 60 },
    );
  });
});

const SILENT = { actorId: null, isPublic: false, byDesk: null, policy: null, corrects: null } as const;

describe('elapsed and due', () => {
  const anyPauses = (from: number) =>
    fc
      .array(fc.tuple(fc.integer({ min: -DAY, max: 3 * DAY }), fc.integer({ min: 0, max: DAY })), {
        maxLength: 6,
      })
      .map((pauses) =>
        pauses.map(([at, length]): Pause => ({ from: from + at, to: from + at + length, reason: 'X' })),
      );
  const anyCase = fc
    .record({
      place: fc.constantFrom(...places),
      hours: anyHours,
      lead: fc.integer({ min: -2 * DAY, max: 2 * DAY }),
      ms: fc.integer({ min: 1, max: 30 * HOUR }),
    })
    .chain((one) => {
      const start = one.place.change + one.lead;
      return anyPauses(start).map((pauses) => ({
        ...one,
        start,
        pauses,
        calendar: { timeZone: one.place.zone, hours: one.hours, holidays: [] } as WorkingCalendar,
      }));
    });

  it('meet at the due instant to the millisecond: E(s, D) = k and E(s, D - 1) < k', () => {
    fc.assert(
      fc.property(anyCase, ({ calendar, pauses, start, ms }) => {
        const union = unionOf(pauses);
        const due = dueInstant(calendar, union, start, ms);
        expect(due).not.toBeNull();
        expect(elapsed(calendar, union, start, due!)).toBe(ms);
        expect(elapsed(calendar, union, start, due! - 1)).toBe(ms - 1);
      }),
      { numRuns: 300 },
    );
  });

  it('count overlapping pauses once and empty ones not at all, in whatever order they are told', () => {
    fc.assert(
      fc.property(anyCase, fc.integer({ min: 0, max: 4 * DAY }), ({ calendar, pauses, start }, length) => {
        const within = (from: number) =>
          pauses.some((pause) => pause.from <= from && from < (pause.to ?? Infinity));
        const edges = [start, start + length, ...pauses.flatMap(({ from, to }) => [from, to ?? 0])]
          .filter((at) => at >= start && at <= start + length)
          .toSorted((a, b) => a - b);
        const outside = edges.slice(1).reduce((sum, to, place) => {
          const from = edges[place] ?? to;
          return within(from) ? sum : sum + elapsed(calendar, [], from, to);
        }, 0);
        const doubled = [...pauses, ...pauses.toReversed(), { from: start, to: start, reason: 'X' }];
        expect(elapsed(calendar, unionOf(doubled), start, start + length)).toBe(outside);
      }),
      { numRuns: 200 },
    );
  });

  it('are not known while a pause has no end, unless they were reached before it', () => {
    const always: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
    const open = unionOf([{ from: 100, to: null, reason: 'X' }]);
    expect(dueInstant(always, open, 0, 100)).toBe(100);
    expect(dueInstant(always, open, 0, 101)).toBeNull();
    expect(dueInstant(always, open, 200, 1)).toBeNull();
  });
});

describe('the clock of a priority that changes', () => {
  const target = (priority: string, hours: number): FrozenTarget => ({
    priority,
    target: SlaTarget.RESOLUTION,
    ms: hours * HOUR,
    calendarId: null,
    agreementId: 'sla',
    entitlementId: 'ent',
  });
  const promises = [target('P1', 2), target('P3', 8)];
  const step = (at: number, type: string, more: Partial<LoggedStep>, sequence: number): LoggedStep => ({
    ...SILENT,
    from: null,
    to: null,
    sequence,
    at,
    type,
    ...more,
  });
  const always: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
  /** Opened at 0; waiting for the customer from 1 h to 3 h; from P3 to P1, or back, at 2 h. */
  const changed = (from: string, to: string, policy: ClockPolicy, now = 4 * HOUR) => {
    const log = [
      step(HOUR, 'WAITED', { to: 'WAITING_ON_CUSTOMER' }, 2),
      step(2 * HOUR, 'PRIORITY_CHANGED', { from, to, policy }, 3),
      step(3 * HOUR, 'RESUMED', { to: 'IN_PROGRESS' }, 4),
    ];
    const life = lifeOf(
      { openedAt: 0, priority: to, firstRespondedAt: null, resolvedAt: null, closedAt: null },
      log,
    );
    const [clock] = clocksOf(
      life,
      (asked, priority) => promises.find((one) => one.target === asked && one.priority === priority) ?? null,
      () => always,
      now,
    );
    return {
      due: (clock?.dueAt ?? 0) / HOUR,
      elapsed: (clock?.elapsedMs ?? 0) / HOUR,
      priority: clock?.terms.priority,
    };
  };

  it.each([
    ['P3', 'P1', ClockPolicy.KEEP, { due: 10, elapsed: 2, priority: 'P3' }],
    ['P3', 'P1', ClockPolicy.RESTART, { due: 5, elapsed: 1, priority: 'P1' }],
    ['P3', 'P1', ClockPolicy.RETROACTIVE, { due: 4, elapsed: 2, priority: 'P1' }],
    ['P1', 'P3', ClockPolicy.KEEP, { due: 4, elapsed: 2, priority: 'P1' }],
    ['P1', 'P3', ClockPolicy.RESTART, { due: 11, elapsed: 1, priority: 'P3' }],
    ['P1', 'P3', ClockPolicy.RETROACTIVE, { due: 10, elapsed: 2, priority: 'P3' }],
  ])(
    'from %s to %s with %s counts no minute of a pause, before the change or after',
    (from, to, policy, expected) => {
      expect(changed(from, to, policy)).toEqual(expected);
    },
  );
});

describe('a ticket that is merged into another one', () => {
  it('owes nothing any more, and owes it again from when it is taken out', () => {
    const hour = (at: number, type: string, to: string | null): LoggedStep => ({
      ...SILENT,
      sequence: at,
      at: at * HOUR,
      type,
      from: null,
      to,
    });
    const terms: FrozenTarget = {
      priority: 'P1',
      target: SlaTarget.RESOLUTION,
      ms: 4 * HOUR,
      calendarId: null,
      agreementId: 'sla',
      entitlementId: 'ent',
    };
    const ticket = {
      openedAt: 0,
      priority: 'P1',
      firstRespondedAt: null,
      resolvedAt: null,
      closedAt: 2 * HOUR,
    };
    const always: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
    const clocks = clocksOf(
      lifeOf(ticket, [hour(2, 'MERGED', 'tkt_2'), hour(9, 'UNMERGED', 'IN_PROGRESS')]),
      (target) => (target === SlaTarget.RESOLUTION ? terms : null),
      () => always,
      20 * HOUR,
    );
    expect(clocks.map(({ cycle, status, stoppedAt, dueAt }) => [cycle, status, stoppedAt, dueAt])).toEqual([
      [1, 'CANCELLED', 2 * HOUR, 4 * HOUR],
      [2, 'BREACHED', null, 13 * HOUR],
    ]);
  });
});

describe('the first response', () => {
  it('counts only the pauses before it, and is met at its due instant and broken a millisecond later', () => {
    fc.assert(
      fc.property(anyScenario, (scenario) => {
        const log = logOf(scenario);
        const now = scenario.openedAt + 4 * DAY;
        const first = computed(scenario, log, now).find((clock) => clock.target === SlaTarget.FIRST_RESPONSE);
        if (!first?.stoppedAt) return;
        const until = log.filter(({ at }) => at <= (first.stoppedAt ?? 0));
        const alone = computed(scenario, until, now).find(
          (clock) => clock.target === SlaTarget.FIRST_RESPONSE,
        );
        expect(alone).toEqual(first);
      }),
      { numRuns: 60 },
    );
    const always: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
    const terms: FrozenTarget = {
      priority: 'P1',
      target: SlaTarget.FIRST_RESPONSE,
      ms: 900,
      calendarId: null,
      agreementId: 'sla',
      entitlementId: 'ent',
    };
    const respondedAt = (firstRespondedAt: number) =>
      clocksOf(
        lifeOf({ openedAt: 0, priority: 'P1', firstRespondedAt, resolvedAt: null, closedAt: null }, []),
        (target) => (target === SlaTarget.FIRST_RESPONSE ? terms : null),
        () => always,
        5_000,
      )[0];
    expect(respondedAt(900)).toMatchObject({ status: 'MET', dueAt: 900, breachedAt: null, stoppedAt: 900 });
    expect(respondedAt(901)).toMatchObject({
      status: 'BREACHED',
      dueAt: 900,
      breachedAt: 900,
      stoppedAt: 901,
    });
  });
});
