import type { WeeklyWindow, WorkingCalendar } from '@plimsoll/working-time';
import { SlaTarget, type FrozenTarget } from '../sla-target/index.js';
import type { ClockPolicy } from './ticket-life.rules.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** How far the oracle sees to either side of a change of clocks. */
export const REACH = 4 * DAY;

/** What happens to a ticket in a scenario. */
export type Happening =
  | { type: 'DESK' | 'CUSTOMER' | 'RESUMED' | 'RESOLVED' | 'REOPENED' }
  | { type: 'WAITED'; on: string }
  | { type: 'CHANGED'; priority: string | null; policy: keyof typeof ClockPolicy };

/** Hours, promises, and what happens to a ticket, all on whole minutes. */
export interface Scenario {
  openedAt: number;
  priority: string;
  steps: (Happening & { at: number })[];
  calendars: [WorkingCalendar, WorkingCalendar];
  working: [Set<number>, Set<number>];
  promises: FrozenTarget[][];
  /** Up to where the oracle sees. */
  end: number;
}

/** What is promised in a scenario; revisions take turns. */
export const promiseOf =
  ({ promises }: Pick<Scenario, 'promises'>) =>
  (target: SlaTarget, priority: string, revision: number): FrozenTarget | null =>
    promises[revision % promises.length]?.find((one) => one.target === target && one.priority === priority) ??
    null;

/** The minutes of these hours around an instant, as the runtime's own formatter shows them. */
export function workingMinutes(calendar: WorkingCalendar, around: number): Set<number> {
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

/** What the oracle says of a clock. */
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
export function walked(scenario: Scenario, now: number): Map<string, Told> {
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
