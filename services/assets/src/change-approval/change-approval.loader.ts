import type { RequestContext } from '@plimsoll/shared';
import type { ChangeRecord } from '../change/index.js';
import { approvalStates, type ApprovalState } from './approval-state.service.js';

/** How far a change is agreed on, for staff; null for others. Batched a request. */
export async function loadApprovalState(
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
