import type { RequestContext } from '@plimsoll/shared';
import { findPriorityScheme, type PrioritySchemeRecord } from './priority-scheme.store.js';

/** The scheme in force; null for callers who are not staff. */
export async function loadPriorityScheme(context: RequestContext): Promise<PrioritySchemeRecord | null> {
  return context.scope.kind === 'STAFF' ? findPriorityScheme(context.session) : null;
}
