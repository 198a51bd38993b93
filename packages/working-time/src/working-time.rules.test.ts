import fc from 'fast-check';
import {
  addWorkingTime,
  isWorking,
  WORKING_TIME_HORIZON,
  workingIntervals,
  workingTime,
  type Interval,
  type WeeklyWindow,
  type WorkingCalendar,
} from './working-time.rules.js';

const MINUTE = 60_000;
const HOUR = 3_600_000;
const at = (text: string) => Date.parse(text);
const weekdays = (fromMinute: number, toMinute: number, ...days: number[]): WeeklyWindow[] =>
  days.map((weekday) => ({ weekday, fromMinute, toMinute }));
const office: WorkingCalendar = {
  timeZone: 'Europe/Berlin',
  hours: weekdays(540, 1020, 1, 2, 3, 4, 5),
  holidays: ['2026-04-03', '2026-04-06'],
};

/** Ten zones, each with the instants near which its clocks change, or would if it changed them. */
const PLACES: [zone: string, changes: string[]][] = [
  ['Europe/Berlin', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['America/New_York', ['2026-03-08T07:00Z', '2026-11-01T06:00Z']],
  ['America/St_Johns', ['2026-03-08T05:30Z', '2026-11-01T04:30Z']],
  ['Australia/Lord_Howe', ['2026-04-04T15:00Z', '2026-10-03T15:30Z']],
  ['Asia/Kolkata', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['Asia/Kathmandu', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['Pacific/Apia', ['2011-12-30T10:00Z', '2012-03-31T14:00Z']],
  ['America/Santiago', ['2026-04-05T03:00Z', '2026-09-06T04:00Z']],
  ['Atlantic/Azores', ['2026-03-29T01:00Z', '2026-10-25T01:00Z']],
  ['Africa/Casablanca', ['2026-02-15T02:00Z', '2026-03-22T02:00Z']],
];

/** What a clock on the wall shows at one minute. */
interface Reading {
  at: number;
  date: string;
  /** Of the local day. */
  minute: number;
}

/** Every minute of three days to either side of an instant, as the runtime's own formatter shows it. */
function readingsAround(timeZone: string, instant: number): Reading[] {
  const clock = new Intl.DateTimeFormat('sv-SE', {
    timeZone,
    dateStyle: 'short',
    timeStyle: 'short',
  });
  const readings: Reading[] = [];
  for (let time = instant - 72 * HOUR; time <= instant + 72 * HOUR; time += MINUTE) {
    const shown = clock.format(time);
    const minute = Number(shown.slice(11, 13)) * 60 + Number(shown.slice(14, 16));
    readings.push({ at: time, date: shown.slice(0, 10), minute });
  }
  return readings;
}

const weekdayOf = (date: string) => new Date(`${date}T00:00:00Z`).getUTCDay() || 7;
const isBefore = (reading: Reading, date: string, minute: number) =>
  reading.date < date || (reading.date === date && reading.minute < minute);

/** The minutes that are working time, found by walking along the clock's readings. */
function workingMinutes(readings: readonly Reading[], calendar: WorkingCalendar): Set<number> {
  const days = [...new Set(readings.map(({ date }) => date))].toSorted().slice(1, -1);
  const holidays = calendar.holidays as readonly string[];
  const working = new Set<number>();
  for (const date of days.filter((day) => !holidays.includes(day))) {
    for (const window of calendar.hours as WeeklyWindow[]) {
      if (window.weekday !== weekdayOf(date)) continue;
      const opens = readings.findIndex((reading) => !isBefore(reading, date, window.fromMinute));
      const past = readings.findIndex((reading) => !isBefore(reading, date, window.toMinute));
      const again = readings.findLastIndex(
        (reading) => reading.date === date && reading.minute === window.toMinute,
      );
      const closes = again < 0 ? past : again;
      for (let place = opens; place < closes; place += 1) working.add(readings[place]?.at ?? 0);
    }
  }
  return working;
}

const anyWindow = fc
  .tuple(
    fc.integer({ min: 1, max: 7 }),
    fc.oneof(
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 0, max: 7 }).map((half) => half * 30),
    ),
    fc.integer({ min: 1, max: 1440 }),
  )
  .map(([weekday, fromMinute, length]) => ({
    weekday,
    fromMinute,
    toMinute: Math.min(fromMinute + length, 1440),
  }));

/** Random hours without overlap: of two that share a day, the later begins after the earlier. */
const anyHours = fc.array(anyWindow, { minLength: 1, maxLength: 12 }).map((windows) => {
  const kept: WeeklyWindow[] = [];
  for (const window of windows) {
    const clashes = kept.some(
      (other) =>
        other.weekday === window.weekday &&
        other.fromMinute < window.toMinute &&
        window.fromMinute < other.toMinute,
    );
    if (!clashes) kept.push(window);
  }
  return kept;
});

describe('working intervals', () => {
  it('are eight hours from nine to five on every working day, whatever the clocks do at night', () => {
    const intervals = workingIntervals(office, at('2026-03-26T22:00Z'), at('2026-04-01T00:00Z'));
    expect(intervals).toEqual([
      { from: at('2026-03-27T08:00Z'), to: at('2026-03-27T16:00Z') },
      { from: at('2026-03-30T07:00Z'), to: at('2026-03-30T15:00Z') },
      { from: at('2026-03-31T07:00Z'), to: at('2026-03-31T15:00Z') },
    ]);
  });

  it('leave out holidays, listed or given by the year', () => {
    const easter = [at('2026-04-02T00:00+02:00'), at('2026-04-08T00:00+02:00')] as const;
    expect(workingTime(office, ...easter)).toBe(16 * HOUR);
    const asked: number[] = [];
    const byYear = (year: number) => {
      asked.push(year);
      return [`${year}-12-25`, `${year}-01-01`];
    };
    const calendar = { ...office, holidays: byYear };
    expect(workingTime(calendar, at('2026-12-24T00:00Z'), at('2027-01-05T00:00Z'))).toBe(6 * 8 * HOUR);
    expect(asked).toEqual([2026, 2027]);
  });

  it.each([
    // Clocks skip 02:00–03:00 on 29 March and show it twice on 25 October.
    ['over a gap', 60, 240, '2026-03-29', 2 * HOUR],
    ['over a fold', 60, 240, '2026-10-25', 4 * HOUR],
    ['opening in a gap', 150, 240, '2026-03-29', HOUR],
    ['closing in a gap', 60, 150, '2026-03-29', HOUR],
    ['within a gap', 130, 170, '2026-03-29', 0],
    ['opening in a fold', 150, 240, '2026-10-25', 2.5 * HOUR],
    ['closing in a fold', 60, 150, '2026-10-25', 2.5 * HOUR],
    ['within a fold', 135, 165, '2026-10-25', 1.5 * HOUR],
    ['closing where a fold begins', 60, 120, '2026-10-25', 2 * HOUR],
    ['closing where a fold ends', 60, 180, '2026-10-25', 3 * HOUR],
  ])('a window %s', (_, fromMinute, toMinute, date, length) => {
    const calendar: WorkingCalendar = {
      timeZone: 'Europe/Berlin',
      hours: [{ weekday: 7, fromMinute, toMinute }],
    };
    const noon = at(`${date}T12:00Z`);
    expect(workingTime(calendar, noon - 24 * HOUR, noon + 24 * HOUR)).toBe(length);
  });

  it('around the clock are one, but for holidays', () => {
    const always: WorkingCalendar = { timeZone: 'UTC', hours: 'AROUND_THE_CLOCK' };
    expect(workingIntervals(always, 5, 900)).toEqual([{ from: 5, to: 900 }]);
    expect(workingIntervals(always, 5, 5)).toEqual([]);
    const off = { ...always, holidays: ['2026-01-02'] };
    expect(workingIntervals(off, at('2026-01-01T12:00Z'), at('2026-01-04T06:00Z'))).toEqual([
      { from: at('2026-01-01T12:00Z'), to: at('2026-01-02T00:00Z') },
      { from: at('2026-01-03T00:00Z'), to: at('2026-01-04T06:00Z') },
    ]);
  });

  it('need a zone that exists', () => {
    expect(() => workingIntervals({ ...office, timeZone: 'Mars/Base' }, 0, 1)).toThrow('Mars/Base');
  });

  it.each(PLACES.flatMap(([zone, changes]) => changes.map((change) => [zone, change] as const)))(
    'equal those of a clock on a wall in %s about %s',
    (timeZone, change) => {
      const readings = readingsAround(timeZone, at(change));
      const dates = [...new Set(readings.map(({ date }) => date))];
      // Where the window ends, days are cut off: what is compared lies well inside.
      const inside = readings.filter((reading) => Math.abs(reading.at - at(change)) < 46 * HOUR);
      const first = inside[0]?.at ?? 0;
      const last = (inside.at(-1)?.at ?? 0) + MINUTE;
      fc.assert(
        fc.property(anyHours, fc.subarray(dates, { maxLength: 2 }), (hours, holidays) => {
          const calendar = { timeZone, hours, holidays };
          const expected = workingMinutes(readings, calendar);
          const intervals = workingIntervals(calendar, first, last);
          const covered = new Set<number>();
          for (const { from, to } of intervals) {
            for (let time = from; time < to; time += MINUTE) covered.add(time);
          }
          const differing = inside
            .filter((reading) => expected.has(reading.at) !== covered.has(reading.at))
            .map((reading) => `${reading.date} ${reading.minute} at ${new Date(reading.at).toISOString()}`);
          expect(differing).toEqual([]);
          expect(workingTime(calendar, first, last)).toBe(covered.size * MINUTE);
          expectDisjoint(intervals);
        }),
        { numRuns: 40 },
      );
    },
  );
});

function expectDisjoint(intervals: readonly Interval[]): void {
  for (const [place, { from, to }] of intervals.entries()) {
    expect(from).toBeLessThan(to);
    expect(from).toBeGreaterThan(intervals[place - 1]?.to ?? -Infinity);
  }
}

describe('adding working time', () => {
  it('reaches the closing of a window before the opening of the next', () => {
    const monday = at('2026-03-02T15:00Z');
    expect(addWorkingTime(office, monday, HOUR)).toBe(at('2026-03-02T16:00Z'));
    expect(addWorkingTime(office, monday, HOUR + 1)).toBe(at('2026-03-03T08:00Z') + 1);
    expect(addWorkingTime(office, at('2026-03-01T00:00Z'), 0)).toBe(at('2026-03-01T00:00Z'));
    expect(isWorking(office, at('2026-03-02T16:00Z'))).toBe(false);
    expect(isWorking(office, at('2026-03-02T16:00Z') - 1)).toBe(true);
  });

  it('has no answer where nobody ever works, and refuses what is no length', () => {
    expect(addWorkingTime({ timeZone: 'UTC', hours: [] }, 0, 1)).toBeNull();
    expect(addWorkingTime(office, 0, Number.MAX_SAFE_INTEGER)).toBeNull();
    // One minute a week: some 17 hours in all the time that is looked at.
    const hours = weekdays(0, 1, 7);
    const total = workingTime({ timeZone: 'UTC', hours }, 0, WORKING_TIME_HORIZON);
    expect(addWorkingTime({ timeZone: 'UTC', hours }, 0, total)).toBeLessThan(WORKING_TIME_HORIZON);
    expect(addWorkingTime({ timeZone: 'UTC', hours }, 0, total + 1)).toBeNull();
    expect(() => addWorkingTime(office, 0, -1)).toThrow(RangeError);
    expect(() => addWorkingTime(office, 0, Number.NaN)).toThrow(RangeError);
  });

  it('gives the earliest instant by which that much has been worked, to the millisecond', () => {
    const starts = PLACES.flatMap(([timeZone, changes]) => changes.map((change) => ({ timeZone, change })));
    fc.assert(
      fc.property(
        fc.constantFrom(...starts),
        anyHours,
        fc.integer({ min: -5 * 24 * HOUR, max: 5 * 24 * HOUR }),
        fc.oneof(
          fc.integer({ min: 1, max: 90 * HOUR }),
          fc.integer({ min: 1, max: 200 }).map((n) => n * 30 * MINUTE),
        ),
        ({ timeZone, change }, hours, shift, ms) => {
          const calendar: WorkingCalendar = { timeZone, hours, holidays: [change.slice(0, 10)] };
          const start = at(change) + shift;
          const due = addWorkingTime(calendar, start, ms);
          if (due === null) {
            expect(workingTime(calendar, start, start + WORKING_TIME_HORIZON)).toBeLessThan(ms);
            return;
          }
          expect(due).toBeLessThanOrEqual(start + WORKING_TIME_HORIZON);
          expect(workingTime(calendar, start, due)).toBe(ms);
          expect(workingTime(calendar, start, due - 1)).toBe(ms - 1);
        },
      ),
      { numRuns: 300 },
    );
  });
});
