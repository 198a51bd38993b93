import type { ApproverRole, Requirement } from '../approval-rule/index.js';

export type DecisionName = 'APPROVE' | 'REJECT' | 'ABSTAIN';

/** What one person decided about what was submitted, with the roles they had, and the seats of boards they voted for. */
export interface Approval {
  byId: string;
  decision: DecisionName;
  roles: readonly string[];
  seats: readonly { boardId: string; memberId: string }[];
}

/** A board as far as its votes are counted. */
export interface VotingBoard {
  id: string;
  quorum: number;
  members: readonly { personId: string; role: 'CHAIR' | 'MEMBER' }[];
}

/** Whether those asked have agreed, one of them has refused, or it is open. */
export type Verdict = 'APPROVED' | 'REJECTED' | 'OPEN';

/**
 * The verdict of a board. It is quorate once as many seats as its quorum have voted, abstentions included; those who
 * ask for a change or carry it out have no vote, and where fewer are left than the quorum, all of them are enough. Then
 * the majority of those for and against decides. In a tie the board waits for the seats that have not voted; when all
 * have, its chair's vote decides, and without that the change is refused.
 *
 * @param votes by the member whose seat it is, at most one each
 * @param own members who have no vote on this change
 */
export function boardVerdict(
  board: VotingBoard,
  votes: ReadonlyMap<string, DecisionName>,
  own: ReadonlySet<string>,
): { verdict: Verdict; missing: number } {
  const entitled = board.members.filter(({ personId }) => !own.has(personId));
  const cast = entitled.flatMap(({ personId }) => votes.get(personId) ?? []);
  const needed = Math.max(1, Math.min(board.quorum, entitled.length));
  if (cast.length < needed) return { verdict: 'OPEN', missing: needed - cast.length };
  const lead = count(cast, 'APPROVE') - count(cast, 'REJECT');
  if (lead !== 0) return { verdict: lead > 0 ? 'APPROVED' : 'REJECTED', missing: 0 };
  if (cast.length < entitled.length) return { verdict: 'OPEN', missing: 1 };
  const chair = entitled.find(({ role }) => role === 'CHAIR');
  const approved = chair !== undefined && votes.get(chair.personId) === 'APPROVE';
  return { verdict: approved ? 'APPROVED' : 'REJECTED', missing: 0 };
}

/** A requirement that is not met, and how many more votes or approvals it takes at the least. */
export type Outstanding = Requirement & { missing: number };

/**
 * How far a change is agreed on: approved when every requirement is met, refused when a board has refused. A role is
 * met by approvals of different people who had it, or were admins; refusals by role are not counted here, since one
 * sends the change back at once.
 *
 * @param own those who ask for the change or carry it out: what they said does not count
 */
export function approvalVerdict(
  requirements: readonly Requirement[],
  approvals: readonly Approval[],
  boards: ReadonlyMap<string, VotingBoard>,
  own: ReadonlySet<string>,
): { verdict: Verdict; outstanding: Outstanding[] } {
  const counted = approvals.filter(({ byId }) => !own.has(byId));
  const states = requirements.map((requirement) => ({
    requirement,
    ...(requirement.kind === 'ROLE'
      ? roleVerdict(requirement, counted)
      : boardVerdict(boardOf(boards, requirement.boardId), votesOf(requirement.boardId, counted), own)),
  }));
  const outstanding = states
    .filter(({ verdict }) => verdict === 'OPEN')
    .map(({ requirement, missing }) => ({ ...requirement, missing }));
  if (states.some(({ verdict }) => verdict === 'REJECTED')) return { verdict: 'REJECTED', outstanding };
  return { verdict: outstanding.length === 0 ? 'APPROVED' : 'OPEN', outstanding };
}

function roleVerdict(
  { role, approvals: needed }: Extract<Requirement, { kind: 'ROLE' }>,
  approvals: readonly Approval[],
): { verdict: Verdict; missing: number } {
  const given = new Set(
    approvals
      .filter(({ decision, roles }) => decision === 'APPROVE' && hasRole(roles, role))
      .map(({ byId }) => byId),
  );
  const missing = Math.max(0, needed - given.size);
  return { verdict: missing === 0 ? 'APPROVED' : 'OPEN', missing };
}

/** Whether somebody with these roles may agree in that role: whoever has it, and admins. */
export function hasRole(roles: readonly string[], role: ApproverRole): boolean {
  return roles.includes(role) || roles.includes('admin');
}

/**
 * The seats that a person votes for: their own on each board; on a board they are no member of, that of one member who
 * has delegated it to them and has not voted. Those who have no vote on a change have no seat to delegate either.
 *
 * @param taken seats that have been voted for
 * @param delegations in force, to anybody
 * @param forMemberId whose seat, where several are delegated; the first by id by default
 */
export function seatsOf(
  personId: string,
  boards: Iterable<VotingBoard>,
  delegations: readonly { boardId: string; memberId: string; delegateId: string }[],
  taken: readonly { boardId: string; memberId: string }[],
  own: ReadonlySet<string>,
  forMemberId: string | null = null,
): { boardId: string; memberId: string }[] {
  return [...boards].flatMap(({ id: boardId, members }) => {
    const isFree = (memberId: string): boolean =>
      !own.has(memberId) && !taken.some((seat) => seat.boardId === boardId && seat.memberId === memberId);
    const isMember = (memberId: string): boolean => members.some((member) => member.personId === memberId);
    if (isMember(personId)) return isFree(personId) ? [{ boardId, memberId: personId }] : [];
    const [memberId] = delegations
      .filter((delegation) => delegation.boardId === boardId && delegation.delegateId === personId)
      .map((delegation) => delegation.memberId)
      .filter((id) => isMember(id) && isFree(id) && (forMemberId === null || id === forMemberId))
      .toSorted();
    return memberId === undefined ? [] : [{ boardId, memberId }];
  });
}

/**
 * Decisions with all seats they stand for. A person decides once: a member who decided before the board was asked, or
 * in a role alone as it seemed, has decided for their seat too, unless it was voted for.
 *
 * @param boards those that are asked
 */
export function withOwnSeats<A extends Approval>(
  approvals: readonly A[],
  boards: readonly Pick<VotingBoard, 'id' | 'members'>[],
): A[] {
  const taken = new Set(
    approvals.flatMap(({ seats }) => seats.map(({ boardId, memberId }) => `${boardId} ${memberId}`)),
  );
  return approvals.map((approval) => {
    const { byId } = approval;
    const own = boards
      .filter(
        ({ id, members }) => members.some(({ personId }) => personId === byId) && !taken.has(`${id} ${byId}`),
      )
      .map(({ id }) => ({ boardId: id, memberId: byId }));
    return { ...approval, seats: [...approval.seats, ...own] };
  });
}

function votesOf(boardId: string, approvals: readonly Approval[]): Map<string, DecisionName> {
  return new Map(
    approvals.flatMap(({ decision, seats }) =>
      seats
        .filter((seat) => seat.boardId === boardId)
        .map(({ memberId }): [string, DecisionName] => [memberId, decision]),
    ),
  );
}

function boardOf(boards: ReadonlyMap<string, VotingBoard>, id: string): VotingBoard {
  return boards.get(id) ?? { id, quorum: 1, members: [] };
}

function count(votes: readonly DecisionName[], decision: DecisionName): number {
  return votes.filter((vote) => vote === decision).length;
}
