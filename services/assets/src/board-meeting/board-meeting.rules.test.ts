import { checkTimes, isQuorate, requirePlanned } from './board-meeting.rules.js';

const at = (hour: number) => new Date(hour * 3_600_000);

describe('a meeting', () => {
  it('ends later than it begins, by a day at the most', () => {
    expect(() => checkTimes(at(0), at(24))).not.toThrow();
    for (const end of [at(0), at(-1), at(24.1)]) {
      expect(() => checkTimes(at(0), end)).toThrow(expect.objectContaining({ inputPath: ['endsAt'] }));
    }
  });

  it('is moved, held and cancelled while it is planned', () => {
    expect(() => requirePlanned('held', 'PLANNED')).not.toThrow();
    for (const status of ['HELD', 'CANCELLED'] as const) {
      expect(() => requirePlanned('held', status)).toThrow(
        `This meeting is ${status}; only a planned one can be held.`,
      );
    }
  });

  it('is quorate with enough members, guests aside', () => {
    const board = { quorum: 2, members: ['ann', 'bob', 'cyd'].map((personId) => ({ personId })) };
    expect(isQuorate(['ann', 'bob'], board)).toBe(true);
    expect(isQuorate(['ann', 'zoe'], board)).toBe(false);
  });
});
