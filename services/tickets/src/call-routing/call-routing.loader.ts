import type { Reference, RequestContext } from '@plimsoll/shared';
import { readCallId } from './call-routing.rules.js';

/** References to routed calls: for staff, those whose identifiers name records. */
export function loadCallReferences(
  references: readonly Reference[],
  context: RequestContext,
): Promise<({ id: string } | null)[]> {
  const isShown = (id: string) => context.scope.kind === 'STAFF' && readCallId(id) !== null;
  return Promise.resolve(references.map(({ id }) => (isShown(id) ? { id } : null)));
}
