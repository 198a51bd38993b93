import { authorize, authorOf, checkText, type RequestContext, type Session } from '@plimsoll/shared';
import { approvalState, decide, type DecisionName } from '../change-approval/index.js';
import { checkConflicts } from '../change-conflict/index.js';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import { overrideOf } from './override.service.js';
import { checkDecidable, requireAhead, statusAfterDecision } from './change-step.rules.js';
import type { ApproveChangeInput, ReviewChangeInput, VoteOnChangeInput } from './change-step.types.js';

const LONGEST_COMMENT = 2_000;
const STAFF = ['admin', 'manager', 'executive', 'operator', 'agent'] as const;

/**
 * Agrees to a change, in every role and seat of the caller that the policy asks. It is approved with the last one, if
 * nothing blocks it. An emergency is approved without assessment and review. Roles: whom the policy asks.
 */
export function approveChange(context: RequestContext, input: ApproveChangeInput): Promise<ChangeRecord> {
  return decideOn(context, 'approve', 'APPROVE', input, overrideOf(context, input.overrideConflicts));
}

/** Sends a change back: it is a draft again. Roles: admin, manager, and others whom the policy asks; members vote. */
export function rejectChange(context: RequestContext, input: ReviewChangeInput): Promise<ChangeRecord> {
  return decideOn(context, 'reject', 'REJECT', input, null);
}

/** Votes on a change, as a member of a board or for one. */
export function voteOnChange(context: RequestContext, input: VoteOnChangeInput): Promise<ChangeRecord> {
  return decideOn(context, 'vote on', input.decision, input, null);
}

/** The version of a change grows with the decision that settles it, or overrides what blocks it, not with each one before. */
function decideOn(
  context: RequestContext,
  step: 'approve' | 'reject' | 'vote on',
  decision: DecisionName,
  input: ReviewChangeInput,
  override: string | null,
): Promise<ChangeRecord> {
  authorize(context, ...STAFF);
  const comment = input.comment ? checkText(input.comment, 'comment', LONGEST_COMMENT) : null;
  const author = authorOf(context);
  return context.session.transaction((tx) =>
    changeRecords.update(tx, author, input.id, input.expectedVersion, async (current) => {
      checkDecidable(step, current.status, current.kind, await isOwed(tx, current, context.now));
      if (override !== null) requireAhead(current.status);
      const submittedVersion = current.submittedVersion ?? current.version + 1;
      const verdict = await decide(
        tx,
        context,
        { ...current, submittedVersion },
        {
          decision,
          comment,
          asMember: step === 'vote on',
          forMemberId: input.forMemberId ?? null,
        },
      );
      const status = statusAfterDecision(current.status, verdict);
      if (status === 'DRAFT') {
        return { status, submittedVersion: null, reviewedBy: author.actorId, reviewComment: comment };
      }
      const overriddenConflicts = override ?? current.overriddenConflicts;
      if (status === 'IN_REVIEW') return { status, submittedVersion, overriddenConflicts };
      if (status === current.status) return { overriddenConflicts };
      await checkConflicts(tx, { ...current, overriddenConflicts }, context.now);
      return {
        status,
        submittedVersion,
        overriddenConflicts,
        reviewedBy: author.actorId,
        reviewComment: comment,
      };
    }),
  );
}

/** Whether something is outstanding of a change that is not in review. */
async function isOwed(tx: Session, change: ChangeRecord, now: Date): Promise<boolean> {
  if (change.submittedVersion === null || change.status === 'IN_REVIEW') return false;
  return (await approvalState(tx, change, now)).outstanding.length > 0;
}
