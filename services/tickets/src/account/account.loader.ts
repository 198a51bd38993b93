import type { Reference, RequestContext } from '@plimsoll/shared';
import { seenIds } from './account.store.js';

/** References to customers or assets: those the caller may see, each as its id alone; others are null. */
export async function loadAccountReferences(
  context: RequestContext,
  noun: 'customer' | 'asset',
  references: readonly Reference[],
): Promise<({ id: string } | null)[]> {
  if (context.scope.kind === 'STAFF') return references.map(({ id }) => ({ id }));
  const seen = await seenIds(
    context.session,
    noun,
    references.map(({ id }) => id),
  );
  return references.map(({ id }) => (seen.has(id) ? { id } : null));
}
