import {
  authorize,
  authorOf,
  checkText,
  createOnce,
  hasRole,
  invalid,
  notFound,
  violatedConstraint,
  type RequestContext,
} from '@plimsoll/shared';
import { requirePersons } from '../account/index.js';
import { advisoryBoardRecords } from '../advisory-board/index.js';
import {
  alreadyDelegated,
  delegateIsMember,
  delegationOver,
  noMember,
  notYours,
} from './board-delegation.errors.js';
import { boardDelegationRecords, type BoardDelegationRecord } from './board-delegation.store.js';
import type { DelegateVoteInput, RevokeDelegationInput } from './board-delegation.types.js';

/** Hands a vote on a board to somebody else for a while. Members their own; roles admin, manager anybody's. */
export async function delegateVote(
  context: RequestContext,
  input: DelegateVoteInput,
): Promise<BoardDelegationRecord> {
  const memberId = mineOr(context, input.memberId);
  try {
    return await createOnce(context, boardDelegationRecords, {
      prefix: 'dlg',
      mutation: 'delegateVote',
      input,
      values: async (tx) => {
        const { boardId, delegateId, validFrom, validTo } = input;
        const { members } = await advisoryBoardRecords.require(tx, boardId, ['boardId']);
        const isMember = (id: string): boolean => members.some(({ personId }) => personId === id);
        if (!isMember(memberId)) throw noMember();
        if (isMember(delegateId)) throw delegateIsMember();
        await requirePersons(tx, [delegateId], ['delegateId']);
        if (!(validFrom < validTo)) {
          throw invalid('`validTo` has to be later than `validFrom`.', ['validTo']);
        }
        if (validTo <= context.now) throw invalid('This interval is over.', ['validTo']);
        const reason = input.reason ? checkText(input.reason, 'reason', 2_000) : null;
        return { boardId, memberId, delegateId, validFrom, validTo, reason, revokedAt: null };
      },
    });
  } catch (error) {
    throw violatedConstraint(error) === 'one_delegate_at_a_time' ? alreadyDelegated() : error;
  }
}

/** Takes a vote back; what was voted meanwhile stays. Members their own; roles admin, manager anybody's. */
export function revokeDelegation(
  context: RequestContext,
  input: RevokeDelegationInput,
): Promise<BoardDelegationRecord> {
  authorize(context, ...STAFF);
  return context.session.transaction((tx) =>
    boardDelegationRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      ({ memberId, validTo, revokedAt }) => {
        if (!isTheirs(context, memberId)) throw notFound('delegation', input.id);
        if (revokedAt !== null || validTo <= context.now) throw delegationOver();
        return { revokedAt: context.now };
      },
    ),
  );
}

const STAFF = ['admin', 'manager', 'executive', 'operator', 'agent'] as const;

function mineOr(context: RequestContext, given: string | null | undefined): string {
  authorize(context, ...STAFF);
  const memberId = given ?? actorOf(context);
  if (!isTheirs(context, memberId)) throw notYours();
  return memberId;
}

function isTheirs(context: RequestContext, memberId: string): boolean {
  return hasRole(context.principal, 'admin', 'manager') || memberId === actorOf(context);
}

function actorOf({ principal }: RequestContext): string {
  return principal.personId ?? principal.subject;
}
