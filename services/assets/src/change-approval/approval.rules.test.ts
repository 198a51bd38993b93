import fc from 'fast-check';
import type { Requirement } from '../approval-rule/index.js';
import {
  approvalVerdict,
  boardVerdict,
  seatsOf,
  withOwnSeats,
  type Approval,
  type DecisionName,
  type Verdict,
  type VotingBoard,
} from './approval.rules.js';

const MEMBERS = ['ann', 'bob', 'cyd', 'dan', 'eve'];
const board = (quorum: number, members = MEMBERS, chair: string | null = 'ann'): VotingBoard => ({
  id: 'cab',
  quorum,
  members: members.map((personId) => ({ personId, role: personId === chair ? 'CHAIR' : 'MEMBER' })),
});
const DECISIONS: (DecisionName | null)[] = ['APPROVE', 'REJECT', 'ABSTAIN', null];
const votesFrom = (given: Record<string, DecisionName | null>) =>
  new Map(Object.entries(given).filter((one): one is [string, DecisionName] => one[1] !== null));
const NOBODY = new Set<string>();

describe('the verdict of a board', () => {
  const said = (quorum: number, given: Record<string, DecisionName>, own = NOBODY) =>
    boardVerdict(board(quorum), votesFrom(given), own);

  it('is open until its quorum has voted, abstentions included', () => {
    expect(said(3, { ann: 'APPROVE', bob: 'APPROVE' })).toEqual({ verdict: 'OPEN', missing: 1 });
    expect(said(3, { ann: 'APPROVE', bob: 'ABSTAIN', cyd: 'ABSTAIN' }).verdict).toBe('APPROVED');
  });

  it('is that of the majority of those for and against', () => {
    expect(said(3, { ann: 'REJECT', bob: 'APPROVE', cyd: 'APPROVE' }).verdict).toBe('APPROVED');
    expect(said(3, { ann: 'REJECT', bob: 'REJECT', cyd: 'APPROVE' }).verdict).toBe('REJECTED');
  });

  it('waits in a tie, and is the chair’s when all have voted', () => {
    const tie = { ann: 'APPROVE', bob: 'REJECT', cyd: 'ABSTAIN', dan: 'ABSTAIN' } as const;
    expect(said(2, tie)).toEqual({ verdict: 'OPEN', missing: 1 });
    expect(said(2, { ...tie, eve: 'ABSTAIN' }).verdict).toBe('APPROVED');
    expect(said(2, { ...tie, ann: 'REJECT', bob: 'APPROVE', eve: 'ABSTAIN' }).verdict).toBe('REJECTED');
    expect(said(2, { ...tie, ann: 'ABSTAIN', bob: 'ABSTAIN', eve: 'ABSTAIN' }).verdict).toBe('REJECTED');
  });

  it('leaves out who is concerned, and is content with those who are left', () => {
    const own = new Set(['ann', 'bob', 'cyd']);
    expect(said(5, { ann: 'APPROVE', dan: 'APPROVE' }, own)).toEqual({ verdict: 'OPEN', missing: 1 });
    expect(said(5, { dan: 'APPROVE', eve: 'APPROVE' }, own).verdict).toBe('APPROVED');
    expect(said(1, { ann: 'APPROVE' }, new Set(MEMBERS))).toEqual({ verdict: 'OPEN', missing: 1 });
  });

  it('for any votes is what counting heads says', () => {
    const input = fc.record({
      quorum: fc.integer({ min: 1, max: 5 }),
      votes: fc.tuple(...MEMBERS.map(() => fc.constantFrom(...DECISIONS))),
      concerned: fc.subarray(MEMBERS, { maxLength: 4 }),
    });
    fc.assert(
      fc.property(input, ({ quorum, votes, concerned }) => {
        const given = Object.fromEntries(MEMBERS.map((id, index) => [id, votes[index] ?? null]));
        const { verdict } = boardVerdict(board(quorum), votesFrom(given), new Set(concerned));
        expect(verdict).toBe(byHeads(quorum, given, concerned));
      }),
    );
  });
});

/** The same by asking who is left to vote, one after the other. */
function byHeads(quorum: number, given: Record<string, DecisionName | null>, concerned: string[]): Verdict {
  const seats = MEMBERS.filter((id) => !concerned.includes(id));
  const voted = seats.filter((id) => given[id] !== null);
  const silent = seats.length - voted.length;
  if (voted.length < quorum && silent > 0) return 'OPEN';
  let balance = 0;
  for (const id of voted) balance += { APPROVE: 1, REJECT: -1, ABSTAIN: 0 }[given[id]!];
  if (balance > 0) return 'APPROVED';
  if (balance < 0) return 'REJECTED';
  if (silent > 0) return 'OPEN';
  return seats.includes('ann') && given['ann'] === 'APPROVE' ? 'APPROVED' : 'REJECTED';
}

describe('approvals', () => {
  const boards = new Map([['cab', board(2)]]);
  const manager: Requirement = { kind: 'ROLE', role: 'manager', approvals: 2, reason: 'rule' };
  const cab: Requirement = { kind: 'BOARD', boardId: 'cab', reason: 'risk' };
  const approval = (byId: string, over: Partial<Approval> = {}): Approval => ({
    byId,
    decision: 'APPROVE',
    roles: ['manager'],
    seats: [],
    ...over,
  });
  const seat = (memberId: string) => [{ boardId: 'cab', memberId }];

  it('of a role are of different people who have it, or are admins', () => {
    const verdict = (...given: Approval[]) => approvalVerdict([manager], given, boards, NOBODY);
    expect(verdict(approval('mo'))).toEqual({ verdict: 'OPEN', outstanding: [{ ...manager, missing: 1 }] });
    expect(verdict(approval('mo'), approval('mo')).verdict).toBe('OPEN');
    expect(verdict(approval('mo'), approval('op', { roles: ['operator'] })).verdict).toBe('OPEN');
    expect(verdict(approval('mo'), approval('no', { decision: 'ABSTAIN' })).verdict).toBe('OPEN');
    expect(verdict(approval('mo'), approval('ada', { roles: ['admin'] }))).toEqual({
      verdict: 'APPROVED',
      outstanding: [],
    });
  });

  it('of who is concerned count for nothing', () => {
    const given = [approval('mo'), approval('ann', { seats: seat('ann') })];
    const { verdict, outstanding } = approvalVerdict([manager, cab], given, boards, new Set(['mo', 'ann']));
    expect(verdict).toBe('OPEN');
    expect(outstanding.map(({ kind, missing }) => [kind, missing])).toEqual([
      ['ROLE', 2],
      ['BOARD', 2],
    ]);
  });

  it('are whole when every requirement is met, and refused when a board has refused', () => {
    const [ann, bob] = ['ann', 'bob'].map((id) => approval(id, { seats: seat(id) }));
    expect(approvalVerdict([manager, cab], [ann!, bob!], boards, NOBODY).verdict).toBe('APPROVED');
    const against = [ann!, bob!].map((one) => ({ ...one, decision: 'REJECT' as const }));
    expect(approvalVerdict([manager, cab], against, boards, NOBODY)).toEqual({
      verdict: 'REJECTED',
      outstanding: [{ ...manager, missing: 2 }],
    });
    expect(approvalVerdict([], [], boards, NOBODY).verdict).toBe('APPROVED');
  });
});

describe('what somebody decided', () => {
  const boards = [board(2, ['ann', 'bob']), { ...board(1, ['ann']), id: 'net' }];
  const said = (byId: string, seats: [string, string][] = []): Approval => ({
    byId,
    decision: 'APPROVE',
    roles: ['manager'],
    seats: seats.map(([boardId, memberId]) => ({ boardId, memberId })),
  });
  const seatsWith = (...given: Approval[]) =>
    withOwnSeats(given, boards).map(({ seats }) => seats.map((one) => `${one.boardId} ${one.memberId}`));

  it('counts for their own seat of every board, also where it was asked later', () => {
    expect(seatsWith(said('ann'), said('bob', [['cab', 'bob']]), said('zoe'))).toEqual([
      ['cab ann', 'net ann'],
      ['cab bob'],
      [],
    ]);
  });

  it('does not count for a seat that a delegate has voted for', () => {
    expect(seatsWith(said('zoe', [['cab', 'ann']]), said('ann'))).toEqual([['cab ann'], ['net ann']]);
  });
});

describe('the seats that a person votes for', () => {
  const cab = board(2, ['ann', 'bob']);
  const delegation = (memberId: string, delegateId = 'zoe') => ({ boardId: 'cab', memberId, delegateId });
  const seats = (
    personId: string,
    delegations: ReturnType<typeof delegation>[] = [],
    taken: string[] = [],
    own: string[] = [],
    forMember: string | null = null,
  ) =>
    seatsOf(
      personId,
      [cab],
      delegations,
      taken.map((memberId) => ({ boardId: 'cab', memberId })),
      new Set(own),
      forMember,
    ).map(({ memberId }) => memberId);

  it('are their own, once', () => {
    expect(seats('ann')).toEqual(['ann']);
    expect(seats('ann', [], ['ann'])).toEqual([]);
    expect(seats('zoe')).toEqual([]);
  });

  it('are one of those delegated to them, free ones only, of their choice', () => {
    const both = [delegation('bob'), delegation('ann')];
    expect(seats('zoe', both)).toEqual(['ann']);
    expect(seats('zoe', both, [], [], 'bob')).toEqual(['bob']);
    expect(seats('zoe', both, ['ann'])).toEqual(['bob']);
    expect(seats('zoe', [delegation('ann', 'yan')])).toEqual([]);
    expect(seats('zoe', [delegation('gone')])).toEqual([]);
  });

  it('are not those of members without a vote, and no second one of a member', () => {
    expect(seats('zoe', [delegation('ann')], [], ['ann'])).toEqual([]);
    expect(seats('ann', [delegation('bob', 'ann')])).toEqual(['ann']);
    expect(seats('ann', [delegation('bob', 'ann')], ['ann'])).toEqual([]);
  });
});
