import { TicketKind, TicketStatus } from '../ticket/index.js';
import {
  checkFollowable,
  checkFollower,
  fateOf,
  FollowersChoice,
  type Followable,
} from './ticket-follow.rules.js';

const ticket = (given: Partial<Followable> = {}): Followable => ({
  id: 'tkt_a',
  kind: TicketKind.INCIDENT,
  status: TicketStatus.IN_PROGRESS,
  parentId: null,
  mergedIntoId: null,
  ...given,
});
const { LEAVE, OFFER, RESOLVE } = FollowersChoice;
const S = TicketStatus;

describe('what follows an incident or a problem', () => {
  it.each([
    [S.NEW, LEAVE, null],
    [S.WAITING_ON_PROBLEM, LEAVE, 'IN_PROGRESS'],
    [S.WAITING_ON_CUSTOMER, LEAVE, null],
    [S.NEW, OFFER, 'WAITING_ON_CUSTOMER'],
    [S.WAITING_ON_PROBLEM, OFFER, 'WAITING_ON_CUSTOMER'],
    [S.WAITING_ON_CUSTOMER, OFFER, null],
    [S.NEW, RESOLVE, 'RESOLVED'],
    [S.WAITING_ON_CUSTOMER, RESOLVE, 'RESOLVED'],
    [S.ON_HOLD, RESOLVE, null],
    [S.ON_HOLD, OFFER, null],
    [S.RESOLVED, RESOLVE, null],
    [S.CLOSED, OFFER, null],
  ])('and is %s, with the choice %s, comes to be %s', (status, choice, next) => {
    expect(fateOf(ticket({ status }), choice)?.status ?? null).toBe(next);
  });

  it('follows neither a request nor what is finished or merged away', () => {
    const refused = expect.objectContaining({ code: 'NOT_FOLLOWABLE' });
    expect(() => checkFollowable(ticket({ kind: TicketKind.REQUEST }))).toThrow(refused);
    expect(() => checkFollowable(ticket({ status: S.RESOLVED }))).toThrow(refused);
    expect(() => checkFollowable(ticket({ mergedIntoId: 'tkt_b' }))).toThrow(refused);
    expect(() =>
      checkFollowable(ticket({ kind: TicketKind.PROBLEM, status: S.WAITING_ON_CUSTOMER })),
    ).not.toThrow();
  });

  it('follows neither itself nor what follows it, and nothing twice', () => {
    const refused = expect.objectContaining({ code: 'FOLLOW_CYCLE' });
    expect(() => checkFollower(ticket(), 'tkt_b', new Set(['tkt_b', 'tkt_a']))).toThrow(refused);
    expect(() => checkFollower(ticket({ parentId: 'tkt_b' }), 'tkt_b', new Set(['tkt_b']))).toThrow(
      'already',
    );
    expect(() => checkFollower(ticket({ parentId: 'tkt_c' }), 'tkt_b', new Set(['tkt_b']))).not.toThrow();
  });
});
