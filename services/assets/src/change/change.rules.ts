import { invalid } from '@plimsoll/shared';

export type ChangeKindName = 'STANDARD' | 'NORMAL' | 'EMERGENCY';
export type ChangeStatusName =
  'DRAFT' | 'ASSESSED' | 'IN_REVIEW' | 'APPROVED' | 'SCHEDULED' | 'IN_PROGRESS' | 'COMPLETED' | 'CANCELLED';
export type ChangeOutcomeName = 'SUCCEEDED' | 'SUCCEEDED_WITH_ISSUES' | 'FAILED' | 'ROLLED_BACK';
export type ExpectedStateName = 'UP' | 'AT_RISK' | 'DEGRADED' | 'DOWN';

/**
 * A window is not empty.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkWindow(window: { from: Date; to: Date }): { windowFrom: Date; windowTo: Date } {
  if (!(window.from < window.to)) {
    throw invalid("The window's `to` has to be later than its `from`.", ['window', 'to']);
  }
  return { windowFrom: window.from, windowTo: window.to };
}

/** What a change holds its assets in at this moment: nothing but one in progress does. */
export function stateNow(status: ChangeStatusName, expectedState: ExpectedStateName): ExpectedStateName {
  return status === 'IN_PROGRESS' ? expectedState : 'UP';
}
