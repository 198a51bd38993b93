import type { RequestContext, Session } from '@plimsoll/shared';
import { advisoryBoardRecords, type AdvisoryBoardRecord } from '../advisory-board/index.js';
import { policyFor, policyInForce, type ChangePolicy, type PolicyRule } from '../approval-rule/index.js';
import { assessmentsOf } from '../change-assessment/index.js';
import { riskOf } from '../change-risk/index.js';
import { reviewsOwed, type OwedReview } from '../change-review/index.js';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import { approvalVerdict, withOwnSeats, type Outstanding, type Verdict } from './approval.rules.js';
import {
  findApprovals,
  findSettledPolicies,
  findSubmittedIds,
  type ApprovalRecord,
  type SettledPolicy,
} from './change-approval.store.js';

/** How far a change is agreed on. */
export interface ApprovalState {
  /** The rules that count for the change: those in force, or when it was agreed on; none for what came approved. */
  rules: PolicyRule[];
  /** What they ask for: by what is known of the change now, or once it is over as it was when it began. */
  policy: ChangePolicy;
  /** Decisions about the change as it was last submitted, the earliest first, with all seats they stand for. */
  given: ApprovalRecord[];
  /** Decisions about what it was before it was edited or sent back, the earliest first: they are void. */
  voided: ApprovalRecord[];
  outstanding: Outstanding[];
  verdict: Verdict;
  /** The review that it owes now that it is over; null: none, or it was done. */
  reviewOwed: OwedReview | null;
  /** The boards that are asked, by id. */
  boards: Map<string, AdvisoryBoardRecord>;
  /** Who asked for the change and who carries it out: they do not decide about it. */
  own: Set<string>;
}

const NOTHING_ASKED: ChangePolicy = { requirements: [], startsFirst: false };
const UNDECIDED: readonly ChangeRecord['status'][] = ['DRAFT', 'ASSESSED', 'IN_REVIEW'];

/**
 * How far changes are agreed on, by change; a fixed number of statements. Staff only.
 *
 * What is asked for follows the risk and the headroom as they are known now, also after a change was approved: what is
 * asked for then is outstanding before it begins. The rules of the policy are those in force until a change is agreed
 * on, and stay the same for it from then on. Changes that came approved owe nothing.
 */
async function approvalStates(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<Map<string, ApprovalState>> {
  const ids = changes.map(({ id }) => id);
  const policies = await policiesOf(session, changes, now);
  const approvals = await findApprovals(session, ids);
  const reviews = await reviewsOwed(session, changes);
  const boards = await advisoryBoardRecords.findByIds(session, boardIdsOf(policies.values()));
  return new Map(
    changes.map((change) => {
      const { rules, policy } = policies.get(change.id) ?? { rules: [], policy: NOTHING_ASKED };
      const all = approvals.filter(({ changeId }) => changeId === change.id);
      const isGiven = ({ submittedVersion }: ApprovalRecord): boolean =>
        submittedVersion === change.submittedVersion;
      const asked = boardIdsOf([{ policy }]).flatMap((id) => boards.get(id) ?? []);
      const given = withOwnSeats(all.filter(isGiven), asked);
      const own = ownersOf(change);
      const state: ApprovalState = {
        rules,
        policy,
        given,
        voided: all.filter((approval) => !isGiven(approval)),
        ...approvalVerdict(policy.requirements, given, boards, own),
        reviewOwed: reviews.get(change.id) ?? null,
        boards,
        own,
      };
      return [change.id, state];
    }),
  );
}

/** How far one change is agreed on; see {@link approvalStates}. */
export async function approvalState(
  session: Session,
  change: ChangeRecord,
  now: Date,
): Promise<ApprovalState> {
  return (await approvalStates(session, [change], now)).get(change.id)!;
}

/** Who asked for a change and who carries it out. */
function ownersOf({ requestedBy, implementerIds }: ChangeRecord): Set<string> {
  return new Set([...(requestedBy === null ? [] : [requestedBy]), ...implementerIds]);
}

async function policiesOf(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<Map<string, { rules: PolicyRule[]; policy: ChangePolicy }>> {
  const asking = changes.filter(
    ({ status, submittedVersion }) =>
      status !== 'CANCELLED' && (submittedVersion !== null || UNDECIDED.includes(status)),
  );
  const ids = asking.map(({ id }) => id);
  const inForce = await policyInForce(session);
  const settled = await findSettledPolicies(session, ids);
  const assessments = await assessmentsOf(session, ids);
  const agreedOf = ({ id, submittedVersion }: ChangeRecord): SettledPolicy | null => {
    const kept = settled.get(id);
    return kept?.submittedVersion === submittedVersion ? kept : null;
  };
  const isOver = (change: ChangeRecord): boolean =>
    change.status === 'COMPLETED' && agreedOf(change) !== null;
  const risks = await riskOf(
    session,
    asking.filter((change) => !isOver(change)),
    now,
  );
  return new Map(
    asking.map((change) => {
      const { id, kind } = change;
      const agreed = agreedOf(change);
      if (agreed && isOver(change)) return [id, agreed];
      const rules = agreed?.rules ?? inForce;
      // An assessment of other assets or another window says nothing of this plan.
      const assessment = assessments.get(id);
      const known = assessment?.isOfSameWork ? assessment : null;
      const policy = policyFor(rules, {
        kind,
        riskScore: known ? (risks.get(id)?.score ?? null) : null,
        leastHeadroomSeconds: known?.leastHeadroomSeconds ?? null,
      });
      return [id, { rules, policy }];
    }),
  );
}

function boardIdsOf(policies: Iterable<{ policy: ChangePolicy }>): string[] {
  return [...policies].flatMap(({ policy }) =>
    policy.requirements.flatMap((one) => (one.kind === 'BOARD' ? [one.boardId] : [])),
  );
}

/**
 * The changes that something may be asked about, with how far each is agreed on: those in review, those agreed on that
 * have not begun or are under way, and those over that began first; the earliest window first. A fixed number of statements. Staff only.
 */
export async function submittedChanges(
  session: Session,
  now: Date,
): Promise<{ change: ChangeRecord; state: ApprovalState }[]> {
  const ids = await findSubmittedIds(session);
  const changes = await changeRecords.findByIds(session, ids);
  const states = await approvalStates(session, [...changes.values()], now);
  return ids.flatMap((id) => {
    const [change, state] = [changes.get(id), states.get(id)];
    return change && state ? [{ change, state }] : [];
  });
}

/** How far a change is agreed on, for staff; null for others. Batched a request. */
export async function approvalStateInRequest(
  context: RequestContext,
  change: ChangeRecord,
): Promise<ApprovalState | null> {
  if (context.scope.kind !== 'STAFF') return null;
  return context
    .loader<ChangeRecord, ApprovalState>(
      'approval states',
      async (changes) => {
        const states = await approvalStates(context.session, changes, context.now);
        return changes.map(({ id }) => states.get(id) ?? null);
      },
      ({ id }) => id,
    )
    .load(change);
}
