import { readPeriod } from './period.rules.js';

const now = new Date('2026-01-15T10:00:00Z');
const instants = (parameters: Record<string, unknown>) => readPeriod(parameters, { kind: 'instants' }, now);

describe('the period of an export', () => {
  it('is days, instants or a month', () => {
    expect(instants({})).toEqual({ from: null, to: null });
    expect(instants({ from: '2026-03-01' })).toEqual({ from: '2026-03-01T00:00:00.000Z', to: null });
    expect(instants({ from: '2026-03-01T02:00:00+02:00', to: '2026-03-02' })).toEqual({
      from: '2026-03-01T00:00:00.000Z',
      to: '2026-03-02T00:00:00.000Z',
    });
    expect(instants({ month: '2026-12' })).toEqual({
      from: '2026-12-01T00:00:00.000Z',
      to: '2027-01-01T00:00:00.000Z',
    });
    expect(instants({ month: '2026-09' })['to']).toBe('2026-10-01T00:00:00.000Z');
  });

  it('is a month alone for what is owed by the month: the last one that is over unless another is given', () => {
    expect(readPeriod({ month: '2026-03' }, { kind: 'month' }, now)).toEqual({ month: '2026-03' });
    expect(readPeriod({}, { kind: 'month' }, now)).toEqual({ month: '2025-12' });
    expect(() => readPeriod({ from: '2026-03' }, { kind: 'month' }, now)).toThrow('there are month');
  });

  it('is months for what is summed by the month', () => {
    const months = (parameters: Record<string, unknown>) => readPeriod(parameters, { kind: 'months' }, now);
    expect(months({ month: '2026-12' })).toEqual({ from: '2026-12-01', to: '2027-01-01' });
    expect(months({ from: '2026-01', to: '2026-04' })).toEqual({ from: '2026-01-01', to: '2026-04-01' });
    expect(() => months({ from: '2026-01-01' })).toThrow('"from" is "2026-01-01"; it is a month');
  });

  it('is nothing for what is told as it is now', () => {
    expect(readPeriod({}, { kind: 'none' }, now)).toEqual({});
    expect(() => readPeriod({ month: '2026-03' }, { kind: 'none' }, now)).toThrow('there is none');
  });

  it.each([
    [{ from: 'yesterday' }, '"from" is "yesterday"; it is a day'],
    [{ from: '2026-02-30' }, 'it is a day'],
    [{ to: '2026-03-01T10:00:00' }, 'an instant with an offset'],
    [{ month: '2026-13' }, '"month" is "2026-13"; it is a month'],
    [{ month: '2026-03', from: '2026-03-01' }, 'not both'],
    [{ from: '2026-03-02', to: '2026-03-02' }, 'does not come after'],
    [{ since: '2026-03-01' }, 'There is no parameter "since"'],
    [{ from: ['2026-03-01', '2026-03-02'] }, 'more than once'],
  ])('refuses %j', (parameters, reason) => {
    expect(() => instants(parameters)).toThrow(reason);
  });
});
