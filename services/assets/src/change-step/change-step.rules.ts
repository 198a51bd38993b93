import type { ChangeKindName, ChangeStatusName } from '../change/index.js';
import type { Verdict } from '../change-approval/index.js';
import { planSettled, stepRefused } from './change-step.errors.js';

/** The steps of a change's life that who plans it or carries it out takes. */
export type ChangeStep = 'assess' | 'submit' | 'schedule' | 'start' | 'complete' | 'cancel';

const STEPS: Record<ChangeStep, { from: readonly ChangeStatusName[]; to: ChangeStatusName }> = {
  assess: { from: ['DRAFT'], to: 'ASSESSED' },
  submit: { from: ['ASSESSED', 'IN_REVIEW'], to: 'IN_REVIEW' },
  schedule: { from: ['APPROVED'], to: 'SCHEDULED' },
  start: { from: ['APPROVED', 'SCHEDULED'], to: 'IN_PROGRESS' },
  complete: { from: ['IN_PROGRESS'], to: 'COMPLETED' },
  cancel: { from: ['DRAFT', 'ASSESSED', 'IN_REVIEW', 'APPROVED', 'SCHEDULED'], to: 'CANCELLED' },
};

/** Before a decision. */
const UNDECIDED: readonly ChangeStatusName[] = ['DRAFT', 'ASSESSED', 'IN_REVIEW'];
const ENDED: readonly ChangeStatusName[] = ['COMPLETED', 'CANCELLED'];

/**
 * The status after a step. What is in progress is no longer cancelled: it completes, rolled back if need be.
 *
 * @param startsFirst whether it may begin before it is agreed on, as the policy may allow emergencies
 * @throws DomainError `INVALID_STATUS` where the step does not follow from the status
 */
export function statusAfter(
  step: ChangeStep,
  status: ChangeStatusName,
  startsFirst = false,
): ChangeStatusName {
  const { from, to } = STEPS[step];
  if (from.includes(status)) return to;
  if (step === 'start' && startsFirst && UNDECIDED.includes(status)) return to;
  throw stepRefused(step, status, from);
}

/**
 * Refuses a decision about a change that nobody is asked about: before review, unless it is an emergency, which skips
 * it; after that, unless something is outstanding still; and sending back what has begun.
 *
 * @param isOwed whether it is agreed on or begun, and an approval of it is outstanding
 * @throws DomainError `INVALID_STATUS`
 */
export function checkDecidable(
  decision: 'approve' | 'reject' | 'vote on',
  status: ChangeStatusName,
  kind: ChangeKindName,
  isOwed: boolean,
): void {
  if (status === 'IN_REVIEW' || (isOwed && status !== 'CANCELLED')) return;
  if (decision === 'reject' && (status === 'APPROVED' || status === 'SCHEDULED')) return;
  if (kind === 'EMERGENCY' && UNDECIDED.includes(status)) return;
  throw stepRefused(decision, status, ['IN_REVIEW']);
}

/** The status after a decision: what was submitted is approved or sent back, what has begun stays as it is. */
export function statusAfterDecision(status: ChangeStatusName, verdict: Verdict): ChangeStatusName {
  if (status === 'IN_PROGRESS' || ENDED.includes(status)) return status;
  if (verdict === 'REJECTED') return 'DRAFT';
  if (!UNDECIDED.includes(status)) return status;
  return verdict === 'APPROVED' ? 'APPROVED' : 'IN_REVIEW';
}

/**
 * What blocks a change is overridden before it begins.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function requireAhead(status: ChangeStatusName): void {
  const ahead = STEPS.cancel.from;
  if (!ahead.includes(status)) throw stepRefused('override what blocks', status, ahead);
}

/**
 * The status after an edit. Editing what is agreed on (`planFields`: those that change what it does, or how it is
 * undone) makes it a draft again; once it is in progress that is settled. Nothing is edited once it is over.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function statusAfterEdit(status: ChangeStatusName, planFields: readonly string[]): ChangeStatusName {
  if (ENDED.includes(status)) throw stepRefused('edit', status, ['not yet over']);
  const [planField] = planFields;
  if (planField === undefined) return status;
  if (status === 'IN_PROGRESS') throw planSettled(planField, status);
  return 'DRAFT';
}

/**
 * The status of an imported change that does not say: by how far it got. With an outcome or an end it is complete,
 * with a start in progress, else a draft.
 */
export function importedStatus(row: {
  outcome: string | null;
  endedAt: Date | null;
  startedAt: Date | null;
}): ChangeStatusName {
  if (row.outcome !== null || row.endedAt !== null) return 'COMPLETED';
  return row.startedAt === null ? 'DRAFT' : 'IN_PROGRESS';
}
