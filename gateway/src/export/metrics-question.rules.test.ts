import { readQuestion } from './metrics-question.rules.js';

const day = (from: string, timeZone: string) =>
  readQuestion({ measures: 'a', from, to: '2030-01-01', timeZone }).from;

describe('a question in an address', () => {
  it('is read', () => {
    expect(
      readQuestion({
        measures: 'ticketsOpened,ticketsResolved',
        dimensions: 'segment,priority',
        grain: 'MONTH',
        from: '2026-01-01',
        to: '2026-02-01T00:00:00+01:00',
        filter: ['priority:IN:P1|P2', 'category:EQ', 'customerName:CONTAINS:a:b'],
        orderBy: 'ticketsOpened:DESC',
      }),
    ).toEqual({
      measures: ['ticketsOpened', 'ticketsResolved'],
      dimensions: ['segment', 'priority'],
      grain: 'MONTH',
      from: '2026-01-01T00:00:00.000Z',
      to: '2026-01-31T23:00:00.000Z',
      timeZone: 'UTC',
      filters: [
        { dimension: 'priority', operator: 'IN', values: ['P1', 'P2'] },
        { dimension: 'category', operator: 'EQ', values: [] },
        { dimension: 'customerName', operator: 'CONTAINS', values: ['a:b'] },
      ],
      orderBy: [{ name: 'ticketsOpened', direction: 'DESC' }],
    });
  });

  it('begins at midnight where it is asked', () => {
    expect(day('2026-01-01', 'Europe/Berlin')).toBe('2025-12-31T23:00:00.000Z');
    expect(day('2026-03-29', 'Europe/Berlin')).toBe('2026-03-28T23:00:00.000Z');
    expect(day('2026-03-30', 'Europe/Berlin')).toBe('2026-03-29T22:00:00.000Z');
    expect(day('2026-10-25', 'Europe/Berlin')).toBe('2026-10-24T22:00:00.000Z');
    expect(day('2026-10-26', 'Europe/Berlin')).toBe('2026-10-25T23:00:00.000Z');
    expect(day('2026-03-08', 'America/Los_Angeles')).toBe('2026-03-08T08:00:00.000Z');
    expect(day('2026-01-01', 'Pacific/Kiritimati')).toBe('2025-12-31T10:00:00.000Z');
    // Clocks went from midnight to one o'clock: the day begins at one.
    expect(day('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('says what is wrong with it', () => {
    const asking = (parameters: Record<string, unknown>) => () =>
      readQuestion({ measures: 'a', from: '2026-01-01', to: '2026-02-01', ...parameters });
    expect(asking({ sql: 'x' })).toThrow('There is no parameter "sql"');
    expect(asking({ grain: 'HOUR' })).toThrow('"grain" is one of');
    expect(asking({ from: 'March' })).toThrow('"from" is "March"');
    expect(asking({ from: ['2026-01-01', '2026-01-02'] })).toThrow('more than once');
    expect(asking({ filter: 'priority' })).toThrow('"filter" is');
    expect(asking({ orderBy: 'a:UP' })).toThrow('"orderBy" is');
    expect(asking({ timeZone: 'Mars/Olympus' })).toThrow('"timeZone" is');
  });
});
