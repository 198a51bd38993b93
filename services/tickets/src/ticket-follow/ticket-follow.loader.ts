import type { RequestContext } from '@plimsoll/shared';
import { findProgress, type ProgressRecord } from './ticket-follow.store.js';

/** How far what a ticket follows is; null where it follows nothing. Batched a request. */
export function loadProgress(context: RequestContext, ticketId: string): Promise<ProgressRecord | null> {
  return context
    .loader<string, ProgressRecord>('followed-progress', (ids) => findProgress(context.session, ids))
    .load(ticketId);
}
