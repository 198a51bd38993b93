import { checkPeriod, monthsOf } from './period.rules.js';

const period = (from: string, to: string) => ({ from: new Date(from), to: new Date(to) });

describe('a period', () => {
  it('is cut into the months that it touches', () => {
    expect(monthsOf(period('2025-11-15T00:00:00Z', '2026-02-01T00:00:00Z'))).toEqual([
      { month: '2025-11', ...period('2025-11-15T00:00:00Z', '2025-12-01T00:00:00Z') },
      { month: '2025-12', ...period('2025-12-01T00:00:00Z', '2026-01-01T00:00:00Z') },
      { month: '2026-01', ...period('2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z') },
    ]);
  });

  it('is refused where it is empty, turned round or longer than ten years', () => {
    const start = '2026-01-01T00:00:00Z';
    expect(() => checkPeriod(period(start, start))).toThrow('`to` is later than `from`.');
    expect(() => checkPeriod(period(start, '2025-01-01T00:00:00Z'))).toThrow('`to` is later than `from`.');
    expect(() => checkPeriod(period(start, '2036-01-01T00:00:00.001Z'))).toThrow('at most 10 years');
    expect(checkPeriod(period(start, '2036-01-01T00:00:00Z')).to).toEqual(new Date('2036-01-01T00:00:00Z'));
  });
});
