import type { RequestContext } from '@plimsoll/shared';
import type { Conflict } from '../change-clash/index.js';
import type { ChangeRecord } from '../change/index.js';
import { conflictsOfAll } from './change-conflict.service.js';

/** What a change clashes with; for all changes of a request together. */
export async function loadConflicts(context: RequestContext, change: ChangeRecord): Promise<Conflict[]> {
  const found = await context
    .loader<ChangeRecord, Conflict[]>(
      'change-conflicts',
      (changes) => conflictsOfAll(context.session, changes, context.now),
      ({ id }) => id,
    )
    .load(change);
  return found ?? [];
}
