import type { Session } from '@plimsoll/shared';
import { advisoryBoardRecords, type AdvisoryBoardRecord } from '../advisory-board/index.js';
import { policyFor, policyInForce, type ChangePolicy } from '../approval-rule/index.js';
import { assessmentsOf } from '../change-assessment/index.js';
import { riskOf } from '../change-risk/index.js';
import type { ChangeRecord } from '../change/index.js';
import { approvalVerdict, type Outstanding, type Verdict } from './approval.rules.js';
import { findApprovals, findSettledPolicies, type ApprovalRecord } from './change-approval.store.js';

/** How far a change is agreed on. */
export interface ApprovalState {
  /** What the policy asks for: as it is now, or once the change is over as it was when it was agreed on. */
  policy: ChangePolicy;
  /** Decisions about the change as it was last submitted, the earliest first. */
  given: ApprovalRecord[];
  /** Decisions about what it was before it was edited or sent back, the earliest first: they are void. */
  voided: ApprovalRecord[];
  outstanding: Outstanding[];
  verdict: Verdict;
  /** The boards that are asked, by id. */
  boards: Map<string, AdvisoryBoardRecord>;
  /** Who asked for the change and who carries it out: they do not decide about it. */
  own: Set<string>;
}

const NOTHING_ASKED: ChangePolicy = { requirements: [], startsFirst: false, reviewedAfterwards: false };
const BEFORE_REVIEW: readonly ChangeRecord['status'][] = ['DRAFT', 'ASSESSED'];

/**
 * How far changes are agreed on, by change; a fixed number of statements. Staff only.
 *
 * What the policy asks for follows the risk and the headroom as they are known now, also after a change was approved:
 * what is asked for then is outstanding before it begins. Changes that came approved owe nothing.
 */
export async function approvalStates(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<Map<string, ApprovalState>> {
  const ids = changes.map(({ id }) => id);
  const policies = await policiesOf(session, changes, now);
  const approvals = await findApprovals(session, ids);
  const boards = await advisoryBoardRecords.findByIds(session, boardIdsOf(policies.values()));
  return new Map(
    changes.map((change) => {
      const policy = policies.get(change.id) ?? NOTHING_ASKED;
      const all = approvals.filter(({ changeId }) => changeId === change.id);
      const isGiven = ({ submittedVersion }: ApprovalRecord): boolean =>
        submittedVersion === change.submittedVersion;
      const given = all.filter(isGiven);
      const own = ownersOf(change);
      const state: ApprovalState = {
        policy,
        given,
        voided: all.filter((approval) => !isGiven(approval)),
        ...approvalVerdict(policy.requirements, given, boards, own),
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
export function ownersOf({ requestedBy, implementerIds }: ChangeRecord): Set<string> {
  return new Set([...(requestedBy === null ? [] : [requestedBy]), ...implementerIds]);
}

async function policiesOf(
  session: Session,
  changes: readonly ChangeRecord[],
  now: Date,
): Promise<Map<string, ChangePolicy>> {
  const asking = changes.filter(
    ({ status, submittedVersion }) =>
      status !== 'CANCELLED' && (submittedVersion !== null || BEFORE_REVIEW.includes(status)),
  );
  const over = asking.filter(({ status }) => status === 'COMPLETED');
  const settled = await findSettledPolicies(
    session,
    over.map(({ id }) => id),
  );
  const open = asking.filter(({ id }) => !settled.has(id));
  const rules = await policyInForce(session);
  const assessments = await assessmentsOf(
    session,
    open.map(({ id }) => id),
  );
  const risks = await riskOf(session, open, now);
  return new Map([
    ...settled,
    ...open.map(({ id, kind }): [string, ChangePolicy] => {
      // An assessment of other assets or another window says nothing of this plan.
      const assessment = assessments.get(id);
      const known = assessment?.isOfSameWork ? assessment : null;
      return [
        id,
        policyFor(rules, {
          kind,
          riskScore: known ? (risks.get(id)?.score ?? null) : null,
          leastHeadroomSeconds: known?.leastHeadroomSeconds ?? null,
        }),
      ];
    }),
  ]);
}

function boardIdsOf(policies: Iterable<ChangePolicy>): string[] {
  return [...policies].flatMap(({ requirements }) =>
    requirements.flatMap((one) => (one.kind === 'BOARD' ? [one.boardId] : [])),
  );
}
