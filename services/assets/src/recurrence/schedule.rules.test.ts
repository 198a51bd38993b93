import fc from 'fast-check';
import { instantOf, wallClockOf } from './local-time.rules.js';
import { checkSchedule, occurrencesOf, type Schedule } from './schedule.rules.js';

const schedule = (
  over: Partial<Record<'startsAt' | 'duration' | 'timeZone' | 'recurrence', string | null>> = {},
) =>
  ({
    startsAt: new Date(over.startsAt ?? '2026-03-22T01:00:00Z'),
    duration: over.duration ?? 'PT4H',
    timeZone: over.timeZone ?? 'Europe/Berlin',
    recurrence: over.recurrence === undefined ? 'FREQ=WEEKLY' : over.recurrence,
    exceptions: [],
  }) satisfies Schedule;
const instants = (found: { from: number; to: number }[]) =>
  found.map(({ from, to }) => [from, to].map((at) => new Date(at).toISOString().slice(0, 16)).join(' – '));
const within = (of: Schedule, from: string, to: string) =>
  instants(occurrencesOf(of, Date.parse(from), Date.parse(to)));

describe('occurrences of a schedule', () => {
  it('keep the wall clock of their zone when it is shifted; a time left out comes as much later', () => {
    // Berlin leaves out 02:00–03:00 on 29 March: that Sunday begins at 03:00, and still lasts four hours.
    expect(within(schedule(), '2026-03-20T00:00Z', '2026-04-12T00:00Z')).toEqual([
      '2026-03-22T01:00 – 2026-03-22T05:00',
      '2026-03-29T01:00 – 2026-03-29T05:00',
      '2026-04-05T00:00 – 2026-04-05T04:00',
    ]);
  });

  it('take the first of two times that the clock shows twice', () => {
    expect(within(schedule(), '2026-10-18T12:00Z', '2026-11-02T00:00Z')).toEqual([
      '2026-10-25T00:00 – 2026-10-25T04:00',
      '2026-11-01T01:00 – 2026-11-01T05:00',
    ]);
  });

  it('last days of the calendar and hours of the clock', () => {
    const daily = { startsAt: '2026-03-27T23:00:00Z', recurrence: 'FREQ=DAILY' };
    expect(within(schedule({ ...daily, duration: 'P1D' }), '2026-03-28T00:00Z', '2026-03-30T00:00Z')).toEqual(
      [
        '2026-03-27T23:00 – 2026-03-28T23:00',
        '2026-03-28T23:00 – 2026-03-29T22:00',
        '2026-03-29T22:00 – 2026-03-30T22:00',
      ],
    );
    expect(
      within(schedule({ ...daily, duration: 'PT24H' }), '2026-03-29T00:00Z', '2026-03-29T01:00Z'),
    ).toEqual(['2026-03-28T23:00 – 2026-03-29T23:00']);
  });

  it('happen once without a rule, where they overlap what is asked for', () => {
    const once = schedule({ recurrence: null });
    expect(within(once, '2026-03-22T04:59Z', '2026-03-22T05:01Z')).toEqual([
      '2026-03-22T01:00 – 2026-03-22T05:00',
    ]);
    expect(within(once, '2026-03-22T05:00Z', '2026-03-23T05:00Z')).toEqual([]);
    expect(within(once, '2026-03-21T05:00Z', '2026-03-22T01:00Z')).toEqual([]);
  });

  it('leave out exceptions', () => {
    const given = { ...schedule(), exceptions: [new Date('2026-03-29T01:00:00Z')] };
    expect(within(checkSchedule(given), '2026-03-20T00:00Z', '2026-04-06T00:00Z')).toEqual([
      '2026-03-22T01:00 – 2026-03-22T05:00',
      '2026-04-05T00:00 – 2026-04-05T04:00',
    ]);
  });

  // Examples of RFC 5545, section 3.8.5.3; the zone is New York.
  it.each([
    ['19970902T090000', 'FREQ=DAILY;UNTIL=19971224T000000Z', 113, '1997-12-23T14:00'],
    ['19970902T090000', 'FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH', 10, '1997-10-02T13:00'],
    ['19970905T090000', 'FREQ=MONTHLY;COUNT=10;BYDAY=1FR', 10, '1998-06-05T13:00'],
    ['19970922T090000', 'FREQ=MONTHLY;COUNT=6;BYDAY=-2MO', 6, '1998-02-16T14:00'],
    ['19970930T090000', 'FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1', 10, '1998-02-01T14:00'],
    ['19970310T090000', 'FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3', 10, '2003-03-10T14:00'],
    ['19970101T090000', 'FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200', 10, '2006-01-01T14:00'],
    ['19970904T090000', 'FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3', 3, '1997-11-06T14:00'],
    ['19970805T090000', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO', 4, '1997-08-24T13:00'],
    ['19970805T090000', 'FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU', 4, '1997-08-31T13:00'],
  ])('from %s by %s are %i', (start, recurrence, count, last) => {
    const [, day, time] = /^(\d{8})T(\d{6})$/.exec(start)!;
    const wallClock = Date.parse(
      `${day!.replace(/(....)(..)(..)/, '$1-$2-$3')}T${time!.replace(/(..)(..)(..)/, '$1:$2:$3')}Z`,
    );
    const timeZone = 'America/New_York';
    const given = checkSchedule({
      startsAt: new Date(instantOf(wallClock, timeZone)),
      duration: 'PT1H',
      timeZone,
      recurrence,
      exceptions: [],
    });
    const found = occurrencesOf(given, Date.UTC(1990, 0, 1), Date.UTC(2020, 0, 1));
    expect(found).toHaveLength(count);
    expect(new Date(found.at(-1)!.from).toISOString().slice(0, 16)).toBe(last);
  });

  it('are those of a search from the start, wherever one looks', () => {
    const rules = fc.record({
      frequency: fc.constantFrom('DAILY', 'WEEKLY'),
      interval: fc.integer({ min: 1, max: 5 }),
      from: fc.integer({ min: 0, max: 900 }),
      days: fc.integer({ min: 1, max: 40 }),
      hours: fc.integer({ min: 1, max: 80 }),
      weekStart: fc.constantFrom('MO', 'SU', 'WE'),
    });
    fc.assert(
      fc.property(rules, ({ frequency, interval, from, days, hours, weekStart }) => {
        const byDay = frequency === 'WEEKLY' ? ';BYDAY=SU,TH' : '';
        const rule = `FREQ=${frequency};INTERVAL=${interval};WKST=${weekStart}${byDay}`;
        const endless = schedule({ recurrence: rule, duration: `PT${hours}H` });
        // A counted rule is searched from its start.
        const counted = schedule({ recurrence: `${rule};COUNT=3000`, duration: `PT${hours}H` });
        const start = endless.startsAt.getTime() + from * 86_400_000;
        const end = start + days * 86_400_000;
        expect(occurrencesOf(endless, start, end)).toEqual(occurrencesOf(counted, start, end));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a schedule', () => {
  it('is kept in one spelling', () => {
    const kept = checkSchedule({
      ...schedule({ recurrence: ' rrule:freq=weekly; byday=su ' }),
      exceptions: ['2026-04-05T00:00:00Z', '2026-03-29T01:00:00Z', '2026-04-05T00:00:00Z'].map(
        (text) => new Date(text),
      ),
    });
    expect(kept.recurrence).toBe('FREQ=WEEKLY;BYDAY=SU');
    expect(kept.exceptions.map((one) => one.toISOString().slice(0, 10))).toEqual([
      '2026-03-29',
      '2026-04-05',
    ]);
  });

  it.each([
    [{ recurrence: 'FREQ=HOURLY' }, 'needs FREQ=DAILY'],
    [{ recurrence: 'FREQ=WEEKLY;COUNT=2;UNTIL=20270101' }, 'has COUNT and UNTIL'],
    [{ recurrence: 'FREQ=WEEKLY;FREQ=DAILY' }, 'says FREQ twice'],
    [{ recurrence: 'FREQ=WEEKLY;BYDAY=XX' }, 'has BYDAY=XX'],
    [{ recurrence: 'FREQ=WEEKLY;BYDAY=1SU' }, 'days are numbered by the month'],
    [{ recurrence: 'FREQ=WEEKLY;BYMONTHDAY=3' }, 'means nothing with FREQ=WEEKLY'],
    [{ recurrence: 'FREQ=WEEKLY;BYEASTER=1' }, '"BYEASTER", which is no part'],
    [{ recurrence: 'FREQ=WEEKLY;INTERVAL=0' }, 'has INTERVAL=0; it is 1 to 1000'],
    [{ recurrence: 'FREQ=WEEKLY;BYSETPOS=2' }, 'beyond the 1 that a week has'],
    [{ recurrence: 'FREQ=WEEKLY;UNTIL=20260230' }, 'has UNTIL=20260230'],
    [{ recurrence: 'FREQ=WEEKLY;DTSTART=20260101' }, '"DTSTART", which is no part'],
    [{ recurrence: 'weekly' }, 'not NAME=value'],
    [{ recurrence: 'FREQ=WEEKLY;BYDAY=MO' }, '`startsAt` is not an occurrence'],
    [{ recurrence: 'FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30' }, '`startsAt` is not an occurrence'],
    [{ recurrence: 'FREQ=MONTHLY;BYDAY=-1SU' }, '`startsAt` is not an occurrence'],
    [{ timeZone: 'Europe/Atlantis' }, 'time zone'],
    [{ duration: 'PT0S' }, 'longer than nothing'],
    [{ duration: 'P1M' }, 'weeks, days, hours'],
    [{ duration: 'P367D' }, 'at most 366 days'],
    [{ startsAt: '2026-03-22T01:00:00.500Z' }, 'whole second'],
    [{ startsAt: '1960-01-01T00:00:00Z', recurrence: null }, 'between 1970 and 2200'],
  ])('is refused with %j', (over, reason) => {
    expect(() => checkSchedule(schedule(over))).toThrow(reason);
  });

  it('is refused with an exception that leaves nothing out', () => {
    const exceptions = [new Date('2026-03-30T01:00:00Z')];
    expect(() => checkSchedule({ ...schedule(), exceptions })).toThrow(
      'No occurrence begins at 2026-03-30T01:00',
    );
    expect(() => checkSchedule({ ...schedule({ recurrence: null }), exceptions })).toThrow('no exceptions');
  });
});

describe('a wall clock', () => {
  it('shows every instant, and each time that it shows leads back to the first instant it shows it at', () => {
    const zones = ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kolkata', 'UTC'];
    const minutes = fc.integer({ min: Date.UTC(2024, 0, 1) / 60_000, max: Date.UTC(2028, 0, 1) / 60_000 });
    fc.assert(
      fc.property(fc.constantFrom(...zones), minutes, (zone, minute) => {
        const instant = minute * 60_000;
        const back = instantOf(wallClockOf(instant, zone), zone);
        expect(back).toBeLessThanOrEqual(instant);
        expect(wallClockOf(back, zone)).toBe(wallClockOf(instant, zone));
      }),
    );
  });
});
