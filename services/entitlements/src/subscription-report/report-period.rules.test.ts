import fc from 'fast-check';
import { periodsOf } from './report-period.rules.js';

describe('periods of a report', () => {
  it('are cut where calendar periods begin', () => {
    expect(periodsOf('2026-01-15', '2026-03-02', 'MONTH')).toEqual([
      { from: '2026-01-15', to: '2026-02-01' },
      { from: '2026-02-01', to: '2026-03-01' },
      { from: '2026-03-01', to: '2026-03-02' },
    ]);
    expect(periodsOf('2025-12-31', '2026-04-01', 'QUARTER')).toEqual([
      { from: '2025-12-31', to: '2026-01-01' },
      { from: '2026-01-01', to: '2026-04-01' },
    ]);
    expect(periodsOf('2025-06-01', '2026-06-01', 'YEAR')).toHaveLength(2);
  });

  it('take every day exactly once', () => {
    const anyDay = fc.integer({ min: 0, max: 2000 }).map((n) => new Date(n * 86_400_000 + 1.6e12));
    const written = (date: Date) => date.toISOString().slice(0, 10);
    fc.assert(
      fc.property(anyDay, anyDay, fc.constantFrom('WHOLE', 'MONTH', 'QUARTER', 'YEAR'), (a, b, grain) => {
        const [from, to] = [written(a), written(b)].sort() as [string, string];
        if (from === to) return;
        const periods = periodsOf(from, to, grain as 'WHOLE');
        expect(periods[0]?.from).toBe(from);
        expect(periods.at(-1)?.to).toBe(to);
        periods.forEach((period, place) => {
          expect(period.from < period.to).toBe(true);
          if (place > 0) expect(period.from).toBe(periods[place - 1]?.to);
        });
      }),
    );
  });

  it('refuses what ends before it starts, and more than 120 of them', () => {
    expect(() => periodsOf('2026-01-01', '2026-01-01', 'WHOLE')).toThrow('after `from`');
    expect(periodsOf('2010-01-01', '2020-01-01', 'MONTH')).toHaveLength(120);
    expect(() => periodsOf('2010-01-01', '2020-01-02', 'MONTH')).toThrow('more than 120');
    expect(() => periodsOf('0001-01-01', '9999-12-31', 'YEAR')).toThrow('more than 120');
  });
});
