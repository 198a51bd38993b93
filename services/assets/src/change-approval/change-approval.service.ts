import { emit, newId, type RequestContext, type Role, type Session } from '@plimsoll/shared';
import { findDelegations } from '../board-delegation/index.js';
import type { ChangeRecord } from '../change/index.js';
import {
  alreadyDecided,
  approvalOutstanding,
  approvalRefused,
  notAnApprover,
  ownChange,
} from './approval.errors.js';
import { hasRole, seatsOf, type DecisionName, type Verdict } from './approval.rules.js';
import { approvalState, submittedChanges, type ApprovalState } from './approval-state.service.js';
import { addApproval, settlePolicy } from './change-approval.store.js';

/** What somebody says about a change. */
interface GivenDecision {
  decision: DecisionName;
  comment: string | null;
  /** As a member of a board only, or also in a role; a refusal in a role sends the change back at once. */
  asMember: boolean;
  /** Whose vote it is, where several are delegated to who decides. */
  forMemberId: string | null;
}

const MAY_SEND_BACK: readonly Role[] = ['admin', 'manager'];

/**
 * Records what the caller decides about a change as it was submitted, and says what follows from it. The caller's
 * transaction holds the change's row: of two that decide at once the second sees what the first decided.
 *
 * @param change as it is stored, or is about to be: its `submittedVersion` is what the decision belongs to
 * @throws DomainError `OWN_CHANGE`; `ALREADY_DECIDED`; `NOT_AN_APPROVER` where neither a role nor a seat of the caller
 *   is asked, or the seats are taken
 */
export async function decide(
  tx: Session,
  context: RequestContext,
  change: ChangeRecord & { submittedVersion: number },
  given: GivenDecision,
): Promise<Verdict> {
  const { now, principal } = context;
  const actorId = principal.personId ?? principal.subject;
  const state = await approvalState(tx, change, now);
  if (state.own.has(actorId)) throw ownChange();
  if (state.given.some(({ byId }) => byId === actorId)) throw alreadyDecided();
  // All roles are kept, asked or not: what is asked later counts them too.
  const roles = given.asMember ? [] : [...principal.roles];
  const isAsked = isAskedByRole(state, roles);
  const seats = await freeSeats(tx, state, actorId, now, given.forMemberId);
  const vetoes =
    given.decision === 'REJECT' && (isAsked || MAY_SEND_BACK.some((role) => roles.includes(role)));
  if (!isAsked && seats.length === 0 && !vetoes) throw notAnApprover();
  const approval = {
    id: newId('cap'),
    changeId: change.id,
    submittedVersion: change.submittedVersion,
    changeVersion: change.version,
    byId: actorId,
    decision: given.decision,
    comment: given.comment,
    at: now,
    roles,
    seats,
  };
  await addApproval(tx, approval);
  await emit(tx, [
    {
      type: 'plimsoll.change_approval.given.v1',
      subject: change.id,
      version: change.version,
      data: { ...approval, externalId: null, source: null, comment: undefined, at: now.toISOString() },
    },
  ]);
  return vetoes ? 'REJECTED' : settledVerdict(tx, change, now);
}

/** How far a change is agreed on as it was submitted; once it is, the rules in force are kept for it. */
export async function settledVerdict(
  tx: Session,
  change: ChangeRecord & { submittedVersion: number },
  now: Date,
): Promise<Verdict> {
  const { submittedVersion } = change;
  const { verdict, rules, policy } = await approvalState(tx, change, now);
  if (verdict === 'APPROVED') await settlePolicy(tx, change.id, { submittedVersion, rules, policy }, now);
  return verdict;
}

/**
 * Refuses what has to wait until a change is agreed on.
 *
 * @param begins whether the change is to begin: the policy may let that happen first
 * @throws DomainError `APPROVAL_OUTSTANDING`, or `APPROVAL_REFUSED` where a board that agreed is against it since some of
 *   its members carry out the change
 */
export async function requireApproved(
  tx: Session,
  change: ChangeRecord,
  now: Date,
  begins = false,
): Promise<void> {
  const { submittedVersion } = change;
  const { verdict, outstanding, rules, policy } = await approvalState(tx, change, now);
  if (verdict === 'REJECTED') throw approvalRefused();
  if (verdict === 'OPEN' && !(begins && policy.startsFirst)) throw approvalOutstanding(outstanding);
  if (begins && submittedVersion !== null) {
    await settlePolicy(tx, change.id, { submittedVersion, rules, policy }, now);
  }
}

/**
 * The changes that wait for the caller: in a role or for a seat that is asked still, and that the caller has not
 * decided about; the earliest window first. A fixed number of statements.
 */
export async function approvalsOwed(context: RequestContext): Promise<ChangeRecord[]> {
  const { session, now, principal } = context;
  if (context.scope.kind !== 'STAFF') return [];
  const actorId = principal.personId ?? principal.subject;
  const open = (await submittedChanges(session, now)).filter(
    ({ state }) =>
      state.outstanding.length > 0 &&
      !state.own.has(actorId) &&
      !state.given.some(({ byId }) => byId === actorId),
  );
  const boardIds = new Set(open.flatMap(({ state }) => [...state.boards.keys()]));
  const delegations = await findDelegations(session, [...boardIds], now);
  return open
    .filter(({ state: { outstanding, boards, given, own } }) => {
      const taken = given.flatMap(({ seats }) => seats);
      const seats = seatsOf(actorId, boards.values(), delegations, taken, own);
      return outstanding.some((one) =>
        one.kind === 'ROLE'
          ? hasRole(principal.roles, one.role)
          : seats.some(({ boardId }) => boardId === one.boardId),
      );
    })
    .map(({ change }) => change);
}

function isAskedByRole({ policy }: ApprovalState, roles: readonly Role[]): boolean {
  return policy.requirements.some((one) => one.kind === 'ROLE' && hasRole(roles, one.role));
}

async function freeSeats(
  tx: Session,
  { boards, given, own }: ApprovalState,
  actorId: string,
  now: Date,
  forMemberId: string | null,
): Promise<{ boardId: string; memberId: string }[]> {
  if (boards.size === 0) return [];
  const delegations = await findDelegations(tx, [...boards.keys()], now);
  const taken = given.flatMap(({ seats }) => seats);
  return seatsOf(actorId, boards.values(), delegations, taken, own, forMemberId);
}
