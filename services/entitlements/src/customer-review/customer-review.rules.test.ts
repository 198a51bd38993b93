import fc from 'fast-check';
import { checkCadence, nextReviewAt } from './customer-review.rules.js';

const next = (at: string, every: string, zone: string, now = at) =>
  nextReviewAt(new Date(at), every, zone, new Date(now)).toISOString();

describe('when the next review takes place', () => {
  it('keeps the time of day where the customer is, over a change of clocks', () => {
    // Ten in Berlin is 09:00Z in winter and 08:00Z in summer; the 10th of April 2026 is a Friday.
    expect(next('2026-01-09T09:00:00Z', 'P13W', 'Europe/Berlin')).toBe('2026-04-10T08:00:00.000Z');
  });

  it('moves from a weekend to the Monday', () => {
    expect(next('2026-01-10T12:00:00Z', 'P1M', 'UTC')).toBe('2026-02-10T12:00:00.000Z');
    // The 14th of February 2026 is a Saturday, the 15th of March a Sunday.
    expect(next('2026-01-14T12:00:00Z', 'P1M', 'UTC')).toBe('2026-02-16T12:00:00.000Z');
    expect(next('2026-02-15T12:00:00Z', 'P1M', 'UTC')).toBe('2026-03-16T12:00:00.000Z');
  });

  it('is the first instant after the gap where clocks skip the time of day', () => {
    // In Cairo clocks went from Thursday's midnight to one o'clock on Friday the 28th of April 2023.
    expect(next('2023-04-20T22:30:00Z', 'P7D', 'Africa/Cairo')).toBe('2023-04-27T22:00:00.000Z');
  });

  it('keeps the day of the month where a month between has none such', () => {
    expect(next('2026-01-31T12:00:00Z', 'P1M', 'UTC', '2026-03-01T00:00:00Z')).toBe(
      '2026-03-31T12:00:00.000Z',
    );
  });

  it('is a weekday after now and after the one before, however late that was closed', () => {
    const zone = fc.constantFrom(
      'UTC',
      'Europe/Berlin',
      'America/New_York',
      'Australia/Lord_Howe',
      'Asia/Kolkata',
    );
    const instant = fc.integer({ min: 1.6e12, max: 1.9e12 }).map((ms) => new Date(ms));
    fc.assert(
      fc.property(
        instant,
        instant,
        fc.constantFrom('P7D', 'P1M', 'P3M', 'P1Y'),
        zone,
        (at, now, every, name) => {
          const following = nextReviewAt(at, every, name, now);
          expect(following.getTime()).toBeGreaterThan(Math.max(at.getTime(), now.getTime()));
          const weekday = new Intl.DateTimeFormat('en', { weekday: 'short', timeZone: name }).format(
            following,
          );
          expect(['Mon', 'Tue', 'Wed', 'Thu', 'Fri']).toContain(weekday);
        },
      ),
    );
  });
});

describe('how often reviews follow one another', () => {
  it('is from a week to two years, in whole days', () => {
    expect(['P7D', 'P3M', 'P2Y'].map(checkCadence)).toEqual(['P7D', 'P3M', 'P2Y']);
    for (const every of ['P6D', 'P3Y', 'PT200H', 'P10DT1H', 'often', '']) {
      expect(() => checkCadence(every)).toThrow('from P7D to P2Y');
    }
  });
});
