import { checkBoard, type BoardMember } from './advisory-board.rules.js';

const members = (count: number): BoardMember[] =>
  Array.from({ length: count }, (_, n) => ({ personId: `per_${n}`, role: 'MEMBER' }));

describe('a board', () => {
  it.each([
    ['nobody', [], 1, 'members'],
    ['fifty-one', members(51), 1, 'members'],
    ['one person twice', [...members(1), ...members(1)], 1, 'members'],
    ['two chairs', members(2).map((one) => ({ ...one, role: 'CHAIR' as const })), 1, 'members'],
    ['no quorum', members(2), 0, 'quorum'],
    ['half a quorum', members(2), 1.5, 'quorum'],
    ['more of a quorum than members', members(2), 3, 'quorum'],
  ])('is not %s', (_, given, quorum, field) => {
    expect(() => checkBoard(given, quorum)).toThrow(
      expect.objectContaining({ code: 'INVALID', inputPath: [field] }),
    );
  });

  it('is up to fifty members with a quorum of all', () => {
    expect(() => checkBoard(members(1), 1)).not.toThrow();
    expect(() => checkBoard(members(50), 50)).not.toThrow();
  });
});
