import type { WorkingCalendar } from '@plimsoll/working-time';
import { overIn, settle, type Notice, type SlaClockRecord } from './settlement.rules.js';
import { clocksOf, type ComputedClock, type Cycle } from './sla-clock.rules.js';
import { lifeOf, type LoggedStep } from './ticket-life.rules.js';
import type { FrozenTarget } from '../sla-target/index.js';
import { promiseOf, type Scenario } from './minute-oracle.fixture.js';
import { logOf, recordOf } from './ticket-scenarios.fixture.js';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

/** The calendars of a scenario, by what is promised on them. */
export const calendarFor = (scenario: Scenario) => (terms: FrozenTarget) =>
  scenario.calendars[terms.calendarId === 'A' ? 0 : 1];

/** The clocks of a scenario, by its log so far. */
export function computed(scenario: Scenario, log: readonly LoggedStep[], now: number): ComputedClock[] {
  const life = lifeOf(recordOf(scenario), log);
  return clocksOf(life, promiseOf(scenario), calendarFor(scenario), now);
}

/** What the platform keeps of a ticket's clocks, and all that it has told of them. */
export class Kept {
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
    const onRecord = [...this.rows.values()];
    const calendarOf = (terms: FrozenTarget, cycle: Cycle) => {
      const over = overIn(onRecord, cycle);
      const version = over ? over.calendarVersions[terms.calendarId ?? ''] : edited ? 2 : 1;
      const calendars = version === 2 && edited ? edited : scenario.calendars;
      return calendars[terms.calendarId === 'A' ? 0 : 1];
    };
    const noticed = onRecord.flatMap(({ breachedAt, stoppedAt }) =>
      breachedAt && !stoppedAt ? breachedAt.getTime() + 1 : [],
    );
    const life = lifeOf(recordOf(scenario), log);
    const clocks = clocksOf(life, promiseOf(scenario), calendarOf, Math.max(now, ...noticed));
    const { changed, notices } = settle('tkt_1', onRecord, clocks, {
      calendarOf,
      versionsOf: (cycle) =>
        overIn(onRecord, cycle)?.calendarVersions ?? (edited ? { A: 2, B: 2 } : { A: 1, B: 1 }),
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
        if (standing.has(key)) throw new Error(`the breach of ${key} is told twice`);
        standing.set(key, at);
      }
      if (type === 'BREACH_WITHDRAWN' && !standing.delete(key)) {
        throw new Error(`a breach of ${key} that was never told is withdrawn`);
      }
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
export function happened(scenario: Scenario, looks: readonly number[], end: number): Kept {
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
