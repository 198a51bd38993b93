import { medianOf, spreadOf, withinOf } from './statistics.rules.js';

describe('statistics', () => {
  it('takes the middle, or the mean of both middle ones', () => {
    expect(medianOf([3, 1, 2])).toBe(2);
    expect(medianOf([4, 1, 2, 3])).toBe(2.5);
  });

  it('tells the least, the middle and what nine of ten stay within', () => {
    expect(spreadOf([10, 9, 8, 7, 6, 5, 4, 3, 2, 1])).toEqual({ min: 1, median: 5.5, p90: 9 });
    expect(spreadOf([7])).toEqual({ min: 7, median: 7, p90: 7 });
  });

  it('tells what a share of a series stays within', () => {
    const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
    expect(withinOf(hundred, 0.95)).toBe(95);
    expect(withinOf([7], 0.95)).toBe(7);
  });

  it('has nothing to say of nothing', () => {
    expect(() => medianOf([])).toThrow(RangeError);
    expect(() => spreadOf([])).toThrow(RangeError);
  });
});
