import type { ChangeStatusName } from '../change/index.js';
import { ownChange, planSettled, stepRefused } from './change-step.errors.js';

/** The steps of a change's life. */
export type ChangeStep =
  'assess' | 'submit' | 'approve' | 'reject' | 'schedule' | 'start' | 'complete' | 'cancel';

const STEPS: Record<ChangeStep, { from: readonly ChangeStatusName[]; to: ChangeStatusName }> = {
  assess: { from: ['DRAFT'], to: 'ASSESSED' },
  submit: { from: ['ASSESSED'], to: 'IN_REVIEW' },
  approve: { from: ['IN_REVIEW'], to: 'APPROVED' },
  reject: { from: ['IN_REVIEW'], to: 'DRAFT' },
  schedule: { from: ['APPROVED'], to: 'SCHEDULED' },
  start: { from: ['APPROVED', 'SCHEDULED'], to: 'IN_PROGRESS' },
  complete: { from: ['IN_PROGRESS'], to: 'COMPLETED' },
  cancel: { from: ['DRAFT', 'ASSESSED', 'IN_REVIEW', 'APPROVED', 'SCHEDULED'], to: 'CANCELLED' },
};

/**
 * The status after a step. What is in progress is no longer cancelled: it completes, rolled back if need be.
 *
 * @throws DomainError `INVALID_STATUS` where the step does not follow from the status
 */
export function statusAfter(step: ChangeStep, status: ChangeStatusName): ChangeStatusName {
  const { from, to } = STEPS[step];
  if (!from.includes(status)) throw stepRefused(step, status, from);
  return to;
}

/**
 * Nobody approves their own change.
 *
 * @throws DomainError `OWN_CHANGE`
 */
export function checkApprover(requestedBy: string | null, approver: string | null): void {
  if (requestedBy !== null && requestedBy === approver) throw ownChange();
}

/**
 * The status after an edit. What a change does (`planFields`: those among assets, window, kind and expected state
 * that are edited) is open until review; editing it undoes an assessment. Nothing is edited once it is over.
 *
 * @throws DomainError `INVALID_STATUS`
 */
export function statusAfterEdit(status: ChangeStatusName, planFields: readonly string[]): ChangeStatusName {
  if (status === 'COMPLETED' || status === 'CANCELLED') {
    throw stepRefused('edit', status, ['not yet over']);
  }
  const [planField] = planFields;
  if (planField === undefined) return status;
  if (status !== 'DRAFT' && status !== 'ASSESSED') throw planSettled(planField, status);
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
