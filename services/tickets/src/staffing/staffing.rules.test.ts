import { workingCalendarOf } from '@plimsoll/working-time';
import fc from 'fast-check';
import { arrivalsByHour, handlingOf, sharesOf, staffingHours, WeekClock } from './staffing.rules.js';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const MONDAY = Date.parse('2026-03-02T00:00:00Z');
const OFFICE = workingCalendarOf({ timeZone: 'Asia/Kolkata', hours: 'Mon-Fri 09:00-17:00', holidays: [] });

describe('what a desk has to be staffed for', () => {
  it('is counted by the local hour of the week, half hours and changes of clocks included', () => {
    const berlin = new WeekClock('Europe/Berlin');
    expect(berlin.hourOfWeek(Date.parse('2026-03-01T23:30:00Z'))).toBe(0);
    expect(berlin.hourOfWeek(Date.parse('2026-03-29T00:59:00Z'))).toBe(145);
    expect(berlin.hourOfWeek(Date.parse('2026-03-29T01:00:00Z'))).toBe(147);
    const kolkata = new WeekClock('Asia/Kolkata');
    expect(kolkata.hourOfWeek(Date.parse('2026-03-01T18:30:00Z'))).toBe(0);
    expect(new Date(kolkata.hourBeginning(Date.parse('2026-03-02T10:40:00Z'))).toISOString()).toBe(
      '2026-03-02T10:30:00.000Z',
    );
  });

  it('has every arrival of the weeks in one hour of the week, and weeks without any in the mean', () => {
    const instants = fc.array(fc.integer({ min: -8 * 168 * 60, max: 168 * 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 6 }), (minutes, weeks) => {
        const openedAt = minutes.map((minute) => MONDAY + minute * MINUTE);
        const arrivals = arrivalsByHour(openedAt, new WeekClock('Europe/Berlin'), weeks, MONDAY);
        const counted = openedAt.filter((at) => at < MONDAY && at >= MONDAY - weeks * 168 * HOUR);
        const sum = arrivals.reduce((total, hour) => total + hour.mean * weeks, 0);
        expect(sum).toBeCloseTo(counted.length, 6);
        expect(arrivals.filter(({ mean, high }) => mean === 0 && high !== 0)).toEqual([]);
      }),
      { numRuns: 50 },
    );
  });

  it('shares the working time of a person among what they have in work, as counted minute by minute', () => {
    const span = fc.tuple(fc.integer({ min: 0, max: 4_000 }), fc.integer({ min: 0, max: 2_000 }));
    fc.assert(
      fc.property(fc.array(span, { maxLength: 5 }), (spans) => {
        const tickets = spans.map(([begin, length], index) => ({
          id: `tkt_${index}`,
          intervals: [{ from: MONDAY + begin * MINUTE, to: MONDAY + (begin + length) * MINUTE }],
        }));
        const counted = new Map(tickets.map(({ id }) => [id, 0]));
        for (let minute = 0; minute < 6_000; minute += 1) {
          const local = new Date(MONDAY + minute * MINUTE + 5.5 * HOUR);
          const [day, hour] = [local.getUTCDay(), local.getUTCHours()];
          if (day === 0 || day === 6 || hour < 9 || hour >= 17) continue;
          const inWork = spans.flatMap(([begin, length], index) =>
            begin <= minute && minute < begin + length ? [`tkt_${index}`] : [],
          );
          for (const id of inWork) counted.set(id, (counted.get(id) ?? 0) + MINUTE / inWork.length);
        }
        const shares = sharesOf(tickets, OFFICE);
        for (const [id, share] of counted) expect(shares.get(id)).toBeCloseTo(share, 3);
      }),
      { numRuns: 40 },
    );
  });

  it('asks for as many people as a busy week needs, beside who is on duty', () => {
    const clock = new WeekClock('Asia/Kolkata');
    const nine = MONDAY + 3.5 * HOUR;
    const weekly = [4, 4, 4, 4, 4, 4, 4, 4, 4, 12].flatMap((count, week) =>
      Array.from({ length: count }, (_, index) => nine - (week + 1) * 168 * HOUR + index * MINUTE),
    );
    const arrivals = arrivalsByHour(weekly, clock, 10, MONDAY);
    const handling = handlingOf([15 * MINUTE, 45 * MINUTE]);
    const away = { from: nine, to: nine + HOUR };
    const agent = { skillIds: new Set<string>(), calendar: OFFICE, absences: [] };
    const agents = [agent, { ...agent, absences: [away] }];
    const given = { arrivals, handling, agents, occupancy: 0.8 };
    const [eight, hour, ten] = staffingHours(given, clock, nine - HOUR, nine + 2 * HOUR);
    expect(eight).toMatchObject({ arrivals: 0, load: 0, agentsNeeded: 0, agentsOnDuty: 0 });
    // Half an hour each: 4.8 a week, and a tenth of the way from 4 to 12 in a busy one.
    expect(hour).toMatchObject({
      arrivals: 4.8,
      arrivalsHigh: expect.closeTo(4.8, 9) as number,
      load: 2.4,
      agentsNeeded: 3,
      agentsOnDuty: 1,
    });
    expect(ten).toMatchObject({ agentsNeeded: 0, agentsOnDuty: 2 });
    const unknown = staffingHours({ ...given, handling: handlingOf([]) }, clock, nine, nine + HOUR);
    expect(unknown[0]).toMatchObject({ arrivals: 4.8, load: null, agentsNeeded: null });
  });
});
