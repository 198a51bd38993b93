import { fullOn, type PlacedGroup, type PlacementHistory } from './forecast.rules.js';

const TODAY = '2026-03-10';
const FEW = { finished: 9, converted: 9 };
/** So many began so many weeks ago, and stay. */
const since = (weeks: number, count: number, kind = 'STANDARD'): PlacedGroup => ({
  kind,
  from: Math.min(12, weeks),
  to: 0,
  count,
  age: weeks * 7,
});
const history = (placed: PlacedGroup[], trials: PlacementHistory['trials'] = []) => ({ placed, trials });
/** Ten more than twelve weeks ago, then five a week: seventy by now. */
const steady = [since(13, 10), ...Array.from({ length: 12 }, (_, week) => since(week, 5))];
const standard = { kind: 'STANDARD' as const, seats: 100 };

describe('the day on which a pod fills', () => {
  it('follows the trend: 70 of 100 seats, 5 a week, 30 ÷ (5 ÷ 7) = 42 days', () => {
    expect(fullOn(standard, 70, history(steady), FEW, TODAY)).toBe('2026-04-21');
    expect(fullOn({ kind: null, seats: 100 }, 70, history(steady), FEW, TODAY)).toBe('2026-04-21');
  });

  it('counts trials that will convert: 70 + 5 ÷ 7 × 28 + 0.5 × 20 = 100 on the 28th day', () => {
    const trials = [{ inDays: 14, count: 20 }];
    const half = { finished: 10, converted: 5 };
    const at = (kind: 'STANDARD' | null, outcome = half) =>
      fullOn({ kind, seats: 100 }, 70, history(steady, trials), outcome, TODAY);
    expect(at('STANDARD')).toBe('2026-04-07');
    expect(at('STANDARD', FEW)).toBe('2026-04-21');
    // A converted trial has its seat already where seats are for all kinds.
    expect(at(null)).toBe('2026-04-21');
    // 42 + 0.5 × 20 ÷ (5 ÷ 7) = 56 days until the trials' own seats are taken.
    const trialSeats = steady.map((group) => ({ ...group, kind: 'TRIAL' }));
    expect(fullOn({ kind: 'TRIAL', seats: 100 }, 70, history(trialSeats, trials), half, TODAY)).toBe(
      '2026-05-05',
    );
  });

  it('is the day of the conversions where these alone fill it', () => {
    const still = [since(20, 90)];
    expect(
      fullOn(
        standard,
        90,
        history(still, [{ inDays: 3, count: 20 }]),
        { finished: 20, converted: 10 },
        TODAY,
      ),
    ).toBe('2026-03-13');
  });

  it('is today where it is full, and is not known where nothing points there', () => {
    expect(fullOn(standard, 100, history(steady), FEW, TODAY)).toBe(TODAY);
    expect(fullOn(standard, 90, history([since(20, 90)]), FEW, TODAY)).toBeNull();
    const leaving = [since(12, 90), { kind: 'STANDARD', from: 12, to: 2, count: 9, age: 84 }];
    expect(fullOn(standard, 90, history(leaving), FEW, TODAY)).toBeNull();
    // 7 × 105 seats at one a week are 735 days away, 7 × 104 are 728.
    const slow = Array.from({ length: 13 }, (_, week) => since(week, 1));
    expect(fullOn({ kind: null, seats: 13 + 105 }, 13, history(slow), FEW, TODAY)).toBeNull();
    expect(fullOn({ kind: null, seats: 13 + 104 }, 13, history(slow), FEW, TODAY)).toBe('2028-03-07');
  });

  it('takes two weeks of data', () => {
    const young = (age: number): PlacedGroup[] => [
      { kind: 'STANDARD', from: Math.floor(age / 7), to: 0, count: 1, age },
      { kind: 'STANDARD', from: 0, to: 0, count: 2, age: 1 },
    ];
    expect(fullOn(standard, 3, history(young(13)), FEW, TODAY)).toBeNull();
    expect(fullOn(standard, 3, history([]), FEW, TODAY)).toBeNull();
    // Points (−14, 1), (−7, 1), (0, 3): the slope is 1 a week, so 97 seats take 679 days.
    expect(fullOn(standard, 3, history(young(14)), FEW, TODAY)).toBe('2028-01-18');
  });
});
