import fc from 'fast-check';
import { intersection, totalMs, unionOf } from './interval.rules.js';
import type { Interval } from './interval.rules.js';

const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 20 }))
  .map(([from, length]): Interval => ({ from, to: from + length }));

function holds(intervals: readonly Interval[], instant: number): boolean {
  return intervals.some((one) => one.from <= instant && instant < one.to);
}

describe('half-open intervals', () => {
  it('a union holds exactly the instants of its parts, disjoint and in order', () => {
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 12 }), (parts) => {
        const union = unionOf(parts);
        for (let instant = -1; instant <= 82; instant += 1) {
          expect(holds(union, instant)).toBe(holds(parts, instant));
        }
        union.forEach((one, index) => {
          expect(one.from).toBeLessThan(one.to);
          expect(one.from).toBeGreaterThan(union[index - 1]?.to ?? -1);
        });
        const instants = Array.from({ length: 84 }, (_, instant) => instant).filter((t) => holds(parts, t));
        expect(totalMs(union)).toBe(instants.length);
      }),
    );
  });

  it('touching intervals share no instant', () => {
    expect(intersection({ from: 0, to: 10 }, { from: 10, to: 20 })).toBeNull();
    expect(intersection({ from: 0, to: 11 }, { from: 10, to: 20 })).toEqual({ from: 10, to: 11 });
  });
});
