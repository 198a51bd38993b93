import type { RequestContext } from '@plimsoll/shared';
import { dayOf } from './drain.job.js';
import { findDrainProgress, type DrainProgress } from './drain.store.js';

/** How far the drain of a pod is, or null where nobody was on it; batched a request. */
export function loadDrainProgress(context: RequestContext, podId: string): Promise<DrainProgress | null> {
  return context
    .loader<string, DrainProgress>('progress of a drain', async (podIds) => {
      const found = await findDrainProgress(context.session, podIds, dayOf(context.now));
      return podIds.map((id) => found.get(id) ?? null);
    })
    .load(podId);
}
