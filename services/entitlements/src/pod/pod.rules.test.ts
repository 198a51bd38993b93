import { checkSeats, parseSeats } from './pod.rules.js';

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
});
