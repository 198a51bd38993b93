import { dayAfter, daysOf } from './revenue-day.rules.js';

const period = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });
const august = period('2026-08-01T00:00:00Z', '2026-09-01T00:00:00Z');

describe('the days of a period', () => {
  it('are those that begin in it', () => {
    expect(
      daysOf(period('2026-08-01T00:00:00.001Z', '2026-08-03T12:00:00Z'), new Date('2027-01-01')),
    ).toEqual({
      from: '2026-08-02',
      to: '2026-08-04',
    });
  });

  it('are no later than the instant as of which one asks', () => {
    expect(daysOf(august, new Date('2026-08-10T09:00:00Z'))).toEqual({
      from: '2026-08-01',
      to: '2026-08-11',
    });
    expect(daysOf(august, new Date('2026-07-10T09:00:00Z'))).toEqual({
      from: '2026-08-01',
      to: '2026-08-01',
    });
  });

  it('are all of them at the end of time', () => {
    expect(daysOf(august, new Date('9999-12-31T00:00:00Z'))).toEqual({
      from: '2026-08-01',
      to: '2026-09-01',
    });
  });

  it('are counted over the ends of months', () => {
    expect([dayAfter('2026-02-28', 1), dayAfter('2026-03-01', -1)]).toEqual(['2026-03-01', '2026-02-28']);
  });
});
