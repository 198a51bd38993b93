import { checkSeats, parseSeats, seatUses } from './pod.rules.js';

describe('the seats of a pod', () => {
  it('are for all kinds together or for each apart', () => {
    expect(parseSeats('100')).toEqual([{ kind: null, seats: 100 }]);
    expect(parseSeats('STANDARD=80; trial = 20')).toEqual([
      { kind: 'TRIAL', seats: 20 },
      { kind: 'STANDARD', seats: 80 },
    ]);
  });

  it.each(['', 'many', '-5', 'GOLD=1', 'TRIAL=', 'TRIAL=1;TRIAL=2', '1.5'])('refuse %p', (text) => {
    expect(() => parseSeats(text)).toThrow(/[Ss]eats/);
  });

  it('refuse both at once', () => {
    expect(() =>
      checkSeats([
        { kind: null, seats: 1 },
        { kind: 'TRIAL', seats: 1 },
      ]),
    ).toThrow('not both');
  });

  it('are full when as many subscriptions are active', () => {
    const used = new Map([
      ['TRIAL', 20],
      ['STANDARD', 79],
    ]);
    expect(seatUses({ seats: parseSeats('STANDARD=80;TRIAL=20'), warningPercent: '80' }, used)).toEqual([
      { kind: 'TRIAL', seats: 20, used: 20, warningPercent: '80', full: true },
      { kind: 'STANDARD', seats: 80, used: 79, warningPercent: '80', full: false },
    ]);
    expect(seatUses({ seats: parseSeats('100'), warningPercent: null }, used)).toEqual([
      { kind: null, seats: 100, used: 99, warningPercent: null, full: false },
    ]);
  });
});
