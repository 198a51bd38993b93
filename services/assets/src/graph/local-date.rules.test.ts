import { startOfDate } from './local-date.rules.js';

const instant = (timeZone: string, date: string) => new Date(startOfDate(timeZone, date)).toISOString();

describe('the start of a date', () => {
  it('is local midnight, summer and winter', () => {
    expect(instant('Europe/Berlin', '2026-03-01')).toBe('2026-02-28T23:00:00.000Z');
    expect(instant('Europe/Berlin', '2026-07-01')).toBe('2026-06-30T22:00:00.000Z');
    expect(instant('UTC', '2026-07-01')).toBe('2026-07-01T00:00:00.000Z');
  });

  it('is the end of a gap over midnight', () => {
    // Santiago goes from 24:00 (-04) to 01:00 (-03).
    expect(instant('America/Santiago', '2025-09-07')).toBe('2025-09-07T04:00:00.000Z');
  });

  it('is the first of two midnights', () => {
    // Havana goes from 01:00 (-04) back to 00:00 (-05).
    expect(instant('America/Havana', '2025-11-02')).toBe('2025-11-02T04:00:00.000Z');
  });

  it('takes an unknown zone as UTC', () => {
    expect(instant('Mars/Olympus', '2026-01-01')).toBe('2026-01-01T00:00:00.000Z');
  });
});
