import fc from 'fast-check';
import {
  addMonths,
  coversMonth,
  daysOfMonth,
  monthBounds,
  monthOf,
  monthsTouched,
  monthWithin,
  startOfDate,
} from './local-month.rules.js';

const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;

function hoursOf(timeZone: string, month: string): number {
  const { from, to } = monthBounds(timeZone, month);
  return (to - from) / HOUR_MS;
}

/** The wall clock's date in a zone, by the platform's own calendar rather than by offsets. */
function dateFormat(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
}

const zone = fc.constantFrom(
  'UTC',
  'Europe/Berlin',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Asia/Beirut',
  'Asia/Kathmandu',
  'Pacific/Apia',
);
const month = fc.integer({ min: 0, max: 12 * 27 - 1 }).map((count) => addMonths('2000-01', count));

describe('local months', () => {
  it('months with a clock change are shorter or longer by exactly that change', () => {
    expect(hoursOf('Europe/Berlin', '2026-02')).toBe(672);
    expect(hoursOf('Europe/Berlin', '2026-03')).toBe(743);
    expect(hoursOf('Europe/Berlin', '2026-10')).toBe(745);
    expect(hoursOf('UTC', '2026-03')).toBe(744);
    expect(hoursOf('Australia/Lord_Howe', '2026-04')).toBe(720.5);
    expect(hoursOf('Australia/Lord_Howe', '2026-10')).toBe(743.5);
    expect(hoursOf('Pacific/Apia', '2011-12')).toBe(30 * 24);
  });

  it('a date begins at the first instant of that local date', () => {
    // A gap at midnight: the day begins at 01:00.
    expect(startOfDate('America/Sao_Paulo', '2018-11-04')).toBe(Date.parse('2018-11-04T03:00:00Z'));
    // A gap across midnight, 23:30 to 00:30: the day begins at 00:30.
    expect(startOfDate('America/Toronto', '1919-03-31')).toBe(Date.parse('1919-03-31T04:30:00Z'));
    // Midnight twice (01:00 back to 00:00): the earlier.
    expect(startOfDate('America/Havana', '2026-11-01')).toBe(Date.parse('2026-11-01T04:00:00Z'));
    // The clock went from 00:01 back to 23:01: the new date began before the old one came again.
    expect(startOfDate('America/St_Johns', '2010-11-07')).toBe(Date.parse('2010-11-07T02:30:00Z'));
    // A date that was skipped begins, without length, with the next one.
    expect(startOfDate('Pacific/Apia', '2011-12-30')).toBe(startOfDate('Pacific/Apia', '2011-12-31'));
  });

  it('the first instant of a date is the first whose wall-clock date is not earlier', () => {
    fc.assert(
      fc.property(zone, month, fc.integer({ min: 1, max: 28 }), (timeZone, inMonth, day) => {
        const date = `${inMonth}-${String(day).padStart(2, '0')}`;
        const start = startOfDate(timeZone, date);
        const format = dateFormat(timeZone);
        expect(format.format(start) >= date).toBe(true);
        for (let minutes = 1; minutes <= 130; minutes += 1) {
          expect(format.format(start - minutes * MINUTE_MS) < date).toBe(true);
        }
      }),
      { numRuns: 25 },
    );
  });

  it('the days of a month follow each other from its first instant to its last', () => {
    fc.assert(
      fc.property(zone, month, (timeZone, inMonth) => {
        const days = daysOfMonth(timeZone, inMonth);
        const bounds = monthBounds(timeZone, inMonth);
        expect(days[0]?.from).toBe(bounds.from);
        expect(days.at(-1)?.to).toBe(bounds.to);
        days.forEach((day, index) => expect(day.to).toBe(days[index + 1]?.from ?? bounds.to));
      }),
      { numRuns: 40 },
    );
    expect(daysOfMonth('Pacific/Apia', '2011-12').map((day) => day.date)).not.toContain('2011-12-30');
    expect(daysOfMonth('Europe/Berlin', '2028-02')).toHaveLength(29);
  });

  it('every instant belongs to the one month whose bounds hold it', () => {
    fc.assert(
      fc.property(zone, month, fc.integer({ min: -7200, max: 7200 }), (timeZone, inMonth, seconds) => {
        const instant = monthBounds(timeZone, inMonth).from + seconds * 1000;
        const bounds = monthBounds(timeZone, monthOf(timeZone, instant));
        expect(bounds.from <= instant && instant < bounds.to).toBe(true);
      }),
    );
  });

  it('an interval touches the months it shares an instant with', () => {
    const { from, to } = monthBounds('Europe/Berlin', '2026-03');
    expect(monthsTouched('Europe/Berlin', { from, to })).toEqual(['2026-03']);
    expect(monthsTouched('Europe/Berlin', { from: from - 1, to: to + 1 })).toEqual([
      '2026-02',
      '2026-03',
      '2026-04',
    ]);
    expect(monthsTouched('Europe/Berlin', { from, to: from })).toEqual([]);
  });

  it('a range of dates takes its part of a month at midnight in the zone', () => {
    const bounds = monthBounds('Europe/Berlin', '2026-03');
    const from = Date.parse('2026-03-10T00:00:00+01:00');
    expect(monthWithin('Europe/Berlin', '2026-03', { validFrom: '2026-03-10', validTo: null })).toEqual({
      from,
      to: bounds.to,
    });
    expect(monthWithin('Europe/Berlin', '2026-03', { validFrom: null, validTo: '2026-03-10' })).toEqual({
      from: bounds.from,
      to: from,
    });
    expect(monthWithin('Europe/Berlin', '2026-03', { validFrom: '2026-04-01', validTo: null })).toBeNull();
    expect(coversMonth({ validFrom: '2026-03-01', validTo: '2026-04-01' }, '2026-03')).toBe(true);
    expect(coversMonth({ validFrom: '2026-03-01', validTo: '2026-03-31' }, '2026-03')).toBe(false);
  });

  it('malformed zones, months and dates are refused', () => {
    expect(() => monthBounds('Mars/Olympus', '2026-03')).toThrow(RangeError);
    expect(() => monthBounds('UTC', '2026-13')).toThrow(RangeError);
    expect(() => startOfDate('UTC', '2026-02-30')).toThrow(RangeError);
  });
});
