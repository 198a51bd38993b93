import fc from 'fast-check';
import type { WorkingCalendar } from '@plimsoll/working-time';
import { SlaTarget, type FrozenTarget } from '../sla-target/index.js';
import { calendarFor, computed, happened, Kept } from './kept-clocks.fixture.js';
import { walked, type Scenario } from './minute-oracle.fixture.js';
import { anyHours, anyScenario, logOf, places, recordOf, scenarioAt } from './ticket-scenarios.fixture.js';
import { clocksOf, dueInstant, elapsed } from './sla-clock.rules.js';
import { ClockPolicy, lifeOf, unionOf, type LoggedStep, type Pause } from './ticket-life.rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

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
        // What a change cancelled has no verdict: another change may bring it back.
        const over = structuredClone(
          [...kept.rows.values()].filter(({ stoppedAt, status }) => stoppedAt && status !== 'CANCELLED'),
        );
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
        if (!first || first.to === null) return;
        const until = log.filter(({ at }) => at <= (first.to ?? 0));
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
