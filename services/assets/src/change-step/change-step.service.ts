import { authorize, authorOf, invalid, type RequestContext, type Session } from '@plimsoll/shared';
import { approvalState, requireApproved, settledVerdict } from '../change-approval/index.js';
import { requestAssessment } from '../change-assessment/index.js';
import { checkConflicts } from '../change-conflict/index.js';
import { changeRecords, type ChangeRecord } from '../change/index.js';
import { requirePlanDone } from '../maintenance-plan/index.js';
import { overrideOf } from './override.service.js';
import { requireAhead, statusAfter } from './change-step.rules.js';
import type {
  ChangeStepInput,
  CompleteChangeInput,
  OverrideChangeConflictsInput,
  StartChangeInput,
} from './change-step.types.js';

/** Notes that the consequences of a draft have been looked at, and asks for them anew. Roles: admin, manager, operator. */
export function assessChange(context: RequestContext, input: ChangeStepInput): Promise<ChangeRecord> {
  return step(
    context,
    input,
    ({ status }) => ({ status: statusAfter('assess', status) }),
    (assessed, tx) => requestAssessment(tx, assessed, context.now),
  );
}

/**
 * Hands an assessed change to the review; where nobody is asked, and nothing blocks it, it is approved. So is one in
 * review by whom nobody is asked any more, since the rules, the risk or the headroom are others now. Roles: admin,
 * manager, operator.
 */
export function submitChange(context: RequestContext, input: ChangeStepInput): Promise<ChangeRecord> {
  return step(context, input, async (current, tx) => {
    const status = statusAfter('submit', current.status);
    const submittedVersion = current.submittedVersion ?? current.version + 1;
    const verdict = await settledVerdict(tx, { ...current, submittedVersion }, context.now);
    if (verdict !== 'APPROVED') return { status, submittedVersion };
    await checkConflicts(tx, current, context.now);
    return { status: 'APPROVED', submittedVersion };
  });
}

/** Fixes the window of an approved change. Roles: admin, manager, operator. */
export function scheduleChange(context: RequestContext, input: ChangeStepInput): Promise<ChangeRecord> {
  return step(context, input, async (current, tx) => {
    const status = statusAfter('schedule', current.status);
    await requireApproved(tx, current, context.now);
    return { status };
  });
}

/**
 * Lets a change be approved and begun although something blocks it, until its plan is edited; null takes that back.
 * Roles: admin, manager.
 */
export function overrideChangeConflicts(
  context: RequestContext,
  input: OverrideChangeConflictsInput,
): Promise<ChangeRecord> {
  authorize(context, 'admin', 'manager');
  const overriddenConflicts = overrideOf(context, input.reason, 'reason');
  return step(context, input, ({ status }) => {
    requireAhead(status);
    return { overriddenConflicts };
  });
}

/** Gives up a change that has not begun. Roles: admin, manager, operator. */
export function cancelChange(context: RequestContext, input: ChangeStepInput): Promise<ChangeRecord> {
  return step(context, input, ({ status }) => ({ status: statusAfter('cancel', status) }));
}

/**
 * Begins a change that is agreed on and that nothing blocks; an emergency may begin first, if the policy says so.
 * Roles: admin, manager, operator.
 */
export function startChange(context: RequestContext, input: StartChangeInput): Promise<ChangeRecord> {
  return step(context, input, async (current, tx) => {
    const status = statusAfter('start', current.status, await mayStartFirst(tx, current, context.now));
    const startedAt = notInTheFuture(context, input.at);
    const overriddenConflicts = overrideOf(context, input.overrideConflicts) ?? current.overriddenConflicts;
    // What came approved was not submitted, and owes nothing.
    const cameApproved = current.submittedVersion === null && isAgreedOn(current.status);
    const submittedVersion = cameApproved ? null : (current.submittedVersion ?? current.version + 1);
    const begun = { ...current, overriddenConflicts, submittedVersion };
    await requireApproved(tx, begun, context.now, true);
    await checkConflicts(tx, begun, context.now);
    return { status, startedAt, overriddenConflicts, submittedVersion };
  });
}

/** Ends a change with its outcome, if its plan does not deny that. Roles: admin, manager, operator. */
export function completeChange(context: RequestContext, input: CompleteChangeInput): Promise<ChangeRecord> {
  return step(context, input, async (current, tx) => {
    const status = statusAfter('complete', current.status);
    const endedAt = notInTheFuture(context, input.at);
    if (current.startedAt && endedAt < current.startedAt) {
      throw invalid('A change does not end before it began.', ['at']);
    }
    await requirePlanDone(tx, current.id, input.outcome);
    return { status, endedAt, outcome: input.outcome };
  });
}

function step(
  context: RequestContext,
  input: { id: string; expectedVersion: number },
  change: (current: ChangeRecord, tx: Session) => Partial<ChangeRecord> | Promise<Partial<ChangeRecord>>,
  after?: (changed: ChangeRecord, tx: Session) => Promise<void>,
): Promise<ChangeRecord> {
  authorize(context, 'admin', 'manager', 'operator');
  return context.session.transaction(async (tx) => {
    const changed = await changeRecords.update(
      tx,
      authorOf(context),
      input.id,
      input.expectedVersion,
      (current) => change(current, tx),
    );
    await after?.(changed, tx);
    return changed;
  });
}

/** Whether what is not agreed on may begin, as the policy may allow emergencies. */
async function mayStartFirst(tx: Session, change: ChangeRecord, now: Date): Promise<boolean> {
  if (change.kind !== 'EMERGENCY' || isAgreedOn(change.status)) return false;
  return (await approvalState(tx, change, now)).policy.startsFirst;
}

function isAgreedOn(status: ChangeRecord['status']): boolean {
  return status === 'APPROVED' || status === 'SCHEDULED';
}

function notInTheFuture(context: RequestContext, at: Date | null | undefined): Date {
  const instant = at ?? context.now;
  if (instant > context.now) throw invalid('`at` lies in the future.', ['at']);
  return instant;
}
