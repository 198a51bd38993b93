import type { Reference, RequestContext } from '@plimsoll/shared';
import { readCallId } from './call-routing.rules.js';
import { answerCalls, type AnsweredCall } from './call-routing.service.js';

/** Where a call goes; null for callers who are not staff. Batched a request. */
export async function loadAnsweredCall(context: RequestContext, id: string): Promise<AnsweredCall | null> {
  if (context.scope.kind !== 'STAFF') return null;
  return context
    .loader<string, AnsweredCall>('answered-call', (ids) => answerCalls(context.session, ids, context.now))
    .load(id);
}

/** References to routed calls: for staff, those whose identifiers name records. */
export function loadCallReferences(
  references: readonly Reference[],
  context: RequestContext,
): Promise<({ id: string } | null)[]> {
  const isShown = (id: string) => context.scope.kind === 'STAFF' && readCallId(id) !== null;
  return Promise.resolve(references.map(({ id }) => (isShown(id) ? { id } : null)));
}
