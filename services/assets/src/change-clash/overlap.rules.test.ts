import fc from 'fast-check';
import { overlapOf, plannedTime, simultaneous } from './overlap.rules.js';

const at = (day: number) => new Date(Date.UTC(2026, 2, day));
const times = (status: string, started: number | null = null) => ({
  status,
  windowFrom: at(10),
  windowTo: at(12),
  startedAt: started === null ? null : at(started),
});

describe('the time of a change', () => {
  it('is its window, from its start once it is in progress, and open once that is over', () => {
    const now = at(11).getTime();
    expect(plannedTime(times('DRAFT'), now)).toEqual({ from: +at(10), to: +at(12) });
    expect(plannedTime(times('IN_PROGRESS', 9), now)).toEqual({ from: +at(9), to: +at(12) });
    expect(plannedTime(times('IN_PROGRESS', 9), +at(12))).toEqual({ from: +at(9), to: Infinity });
    expect(plannedTime(times('COMPLETED', 9), now)).toBeNull();
    expect(plannedTime(times('CANCELLED'), now)).toBeNull();
    expect(plannedTime({ ...times('DRAFT'), windowFrom: null, windowTo: null }, now)).toBeNull();
  });
});

describe('intervals at once', () => {
  it('do not meet where they only touch', () => {
    expect(overlapOf({ from: 0, to: 1 }, { from: 1, to: 2 })).toBeNull();
    expect(overlapOf({ from: 0, to: 3 }, { from: 1, to: 9 })).toEqual({ from: 1, to: 3 });
    expect(
      simultaneous(
        [
          { from: 0, to: 5 },
          { from: 5, to: 9 },
        ],
        { from: 0, to: 9 },
      ),
    ).toEqual([[0], [1]]);
  });

  it('are the largest sets with a common instant', () => {
    const interval = fc
      .tuple(fc.integer({ min: 0, max: 12 }), fc.integer({ min: 1, max: 6 }))
      .map(([from, length]) => ({ from, to: from + length }));
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 7 }), interval, (intervals, within) => {
        const sets = new Set<string>();
        for (let instant = within.from; instant < within.to; instant++) {
          const active = intervals.flatMap(({ from, to }, position) =>
            from <= instant && instant < to ? [position] : [],
          );
          sets.add(JSON.stringify(active));
        }
        const all = [...sets].map((text) => JSON.parse(text) as number[]);
        const largest = all.filter(
          (set) =>
            set.length > 0 &&
            !all.some((other) => other.length > set.length && set.every((one) => other.includes(one))),
        );
        const found = simultaneous(intervals, within);
        for (const set of largest) expect(found).toContainEqual(set);
        for (const set of found) expect(all).toContainEqual(set);
      }),
    );
  });
});
