import { isCrossing, markOf, occupiedOf, seatsFor, seatUses } from './capacity.rules.js';

const taken = new Map([
  ['TRIAL', { used: 19, reserved: 1 }],
  ['STANDARD', { used: 79, reserved: 0 }],
]);

describe('the seats of a pod', () => {
  it('are full when as many are used or reserved', () => {
    const each = [
      { kind: 'TRIAL' as const, seats: 20 },
      { kind: 'STANDARD' as const, seats: 80 },
    ];
    expect(seatUses({ seats: each, warningPercent: '80' }, taken)).toEqual([
      { kind: 'TRIAL', seats: 20, used: 19, reserved: 1, warningPercent: '80', full: true },
      { kind: 'STANDARD', seats: 80, used: 79, reserved: 0, warningPercent: '80', full: false },
    ]);
    expect(seatUses({ seats: [{ kind: null, seats: 100 }], warningPercent: null }, taken)).toEqual([
      { kind: null, seats: 100, used: 98, reserved: 1, warningPercent: null, full: false },
    ]);
  });

  it('are of the kind, or of all kinds, or there are none', () => {
    expect(seatsFor([{ kind: 'TRIAL', seats: 3 }], 'TRIAL')).toEqual({ kind: 'TRIAL', seats: 3 });
    expect(seatsFor([{ kind: null, seats: 3 }], 'DEMO')).toEqual({ kind: null, seats: 3 });
    expect(seatsFor([{ kind: 'TRIAL', seats: 3 }], 'STANDARD')).toBeNull();
    expect(occupiedOf({ kind: 'FREE', seats: 1 }, new Map([['TRIAL', 2]]))).toBe(0);
  });
});

describe('the mark of seats', () => {
  it.each([
    [10, 0, '80', 'NORMAL'],
    [10, 7, '80', 'NORMAL'],
    [10, 8, '80', 'WARNING'],
    [10, 9, null, 'NORMAL'],
    [10, 10, null, 'FULL'],
    [10, 12, '80', 'FULL'],
    [3, 2, '66.666', 'WARNING'],
    [3, 2, '66.667', 'NORMAL'],
    [10, 0, '0', 'NORMAL'],
    [10, 1, '0', 'WARNING'],
    [0, 0, '80', 'NORMAL'],
    [0, 1, null, 'FULL'],
  ])('of %p seats with %p taken, warned at %p percent, is %p', (seats, occupied, percent, mark) => {
    expect(markOf(seats, occupied, percent)).toBe(mark);
  });

  it('is crossed upward alone', () => {
    expect(isCrossing('NORMAL', 'WARNING')).toBe(true);
    expect(isCrossing('NORMAL', 'FULL')).toBe(true);
    expect(isCrossing('WARNING', 'FULL')).toBe(true);
    expect(isCrossing('FULL', 'FULL')).toBe(false);
    expect(isCrossing('FULL', 'WARNING')).toBe(false);
  });
});
