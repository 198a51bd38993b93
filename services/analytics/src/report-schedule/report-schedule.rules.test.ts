import fc from 'fast-check';
import { DateTime } from 'luxon';
import {
  checkLocale,
  checkRecipients,
  checkTiming,
  latestDue,
  periodText,
  type Timing,
} from './report-schedule.rules.js';

const weekly: Timing = { frequency: 'WEEKLY', sendDay: 1, sendHour: 7, timeZone: 'Europe/Berlin' };
const monthly: Timing = { frequency: 'MONTHLY', sendDay: 3, sendHour: 7, timeZone: 'America/New_York' };
const iso = ({ from, to, dueAt }: { from: Date; to: Date; dueAt: Date }) =>
  [from, to, dueAt].map((date) => date.toISOString());

describe('when a report is due', () => {
  it('is the first chosen day and hour behind the week, where its reader is', () => {
    // Clocks go forward on Sunday, 29 March 2026: the week from the 23rd has 167 hours.
    expect(iso(latestDue(weekly, new Date('2026-03-30T05:00:00Z')))).toEqual([
      '2026-03-22T23:00:00.000Z',
      '2026-03-29T22:00:00.000Z',
      '2026-03-30T05:00:00.000Z',
    ]);
    expect(iso(latestDue(weekly, new Date('2026-03-30T04:59:59.999Z')))).toEqual([
      '2026-03-15T23:00:00.000Z',
      '2026-03-22T23:00:00.000Z',
      '2026-03-23T06:00:00.000Z',
    ]);
  });

  it('is the chosen day behind the month', () => {
    expect(iso(latestDue(monthly, new Date('2026-04-03T11:00:00Z')))).toEqual([
      '2026-03-01T05:00:00.000Z',
      '2026-04-01T04:00:00.000Z',
      '2026-04-03T11:00:00.000Z',
    ]);
    expect(iso(latestDue(monthly, new Date('2026-04-03T10:59:59Z')))[0]).toBe('2026-02-01T05:00:00.000Z');
  });

  it('comes once for every period, in every time zone, whenever one looks', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/St_Johns',
      'Australia/Lord_Howe',
      'Pacific/Apia',
      'Asia/Kathmandu',
    ];
    fc.assert(
      fc.property(
        fc.record({
          frequency: fc.constantFrom('WEEKLY' as const, 'MONTHLY' as const),
          day: fc.integer({ min: 1, max: 28 }),
          sendHour: fc.integer({ min: 0, max: 23 }),
          timeZone: fc.constantFrom(...zones),
          now: fc.date({ min: new Date('2024-01-01'), max: new Date('2028-01-01'), noInvalidDate: true }),
        }),
        ({ day, now, ...rest }) => {
          const timing = { ...rest, sendDay: rest.frequency === 'WEEKLY' ? 1 + (day % 7) : day };
          const due = latestDue(timing, now);
          expect(due.dueAt <= now && due.to <= due.dueAt).toBe(true);
          expect(latestDue(timing, due.dueAt)).toEqual(due);
          // Just before, the one before it is the latest, and the two meet.
          expect(latestDue(timing, new Date(due.dueAt.getTime() - 1)).to).toEqual(due.from);
          const start = DateTime.fromJSDate(due.from, { zone: timing.timeZone });
          expect(start.weekday === 1 || timing.frequency === 'MONTHLY').toBe(true);
          expect(start.day === 1 || timing.frequency === 'WEEKLY').toBe(true);
        },
      ),
      { numRuns: 200 },
    );
  });

  it('is refused where no week, month or day has it', () => {
    expect(() => checkTiming({ ...weekly, sendDay: 8 })).toThrow('from 1 (Monday) to 7 (Sunday)');
    expect(() => checkTiming({ ...monthly, sendDay: 29 })).toThrow('from 1 to 28');
    expect(() => checkTiming({ ...weekly, sendHour: 24 })).toThrow('from 0 to 23');
  });
});

describe('what a schedule says', () => {
  it('names its period as its reader would', () => {
    const march = { from: new Date('2026-03-01T05:00:00Z'), to: new Date('2026-04-01T04:00:00Z') };
    expect(periodText(march, 'America/New_York', 'en-GB')).toBe('March 2026');
    const week = { from: new Date('2026-03-22T23:00:00Z'), to: new Date('2026-03-29T22:00:00Z') };
    expect(periodText(week, 'Europe/Berlin', 'en-GB')).toMatch(/^23\s?–\s?29 March 2026$/);
  });

  it('takes addresses once, and nothing else', () => {
    expect(checkRecipients([' Ann@Example.com ', 'ann@example.com', 'bo@a.example.org'])).toEqual([
      'ann@example.com',
      'bo@a.example.org',
    ]);
    for (const bad of [
      'ann',
      'a@b',
      'a@b.c, d@e.f',
      'Ann <ann@example.com>',
      'a\r\nbcc: x@example.com',
      'a@-b.example',
    ]) {
      expect(() => checkRecipients([bad])).toThrow('A recipient is one mail address.');
    }
    expect(() => checkRecipients(Array.from({ length: 51 }, (_, n) => `a${n}@example.com`))).toThrow(
      'at most 50',
    );
  });

  it('takes a language tag', () => {
    expect(checkLocale('de')).toBe('de');
    expect(() => checkLocale('not a tag')).toThrow('language tag');
  });
});
