import { listByParent, type Page, type RequestContext } from '@plimsoll/shared';
import {
  escalationRunList,
  findRuns,
  type EscalationRunListArguments,
  type EscalationRunRecord,
} from './escalation-run.store.js';

/** The run with this id, or null where the caller sees none; batched a request. */
export function loadEscalationRun(context: RequestContext, id: string): Promise<EscalationRunRecord | null> {
  return context
    .loader<string, EscalationRunRecord>('escalation run', (ids) => findRuns(context.session, ids))
    .load(id);
}

/** A page of the runs over a ticket or of a policy; one statement for all of them in the request. */
export function loadRunsOf(
  context: RequestContext,
  parent: 'ticket' | 'policy',
  parentId: string,
  args: EscalationRunListArguments,
): Promise<Page<EscalationRunRecord> | null> {
  return context
    .loader<string, Page<EscalationRunRecord>>(`runs of ${parent}:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, escalationRunList, parent, ids, args),
    )
    .load(parentId);
}
