import type { RequestContext } from '@plimsoll/shared';
import type { SeatsTaken } from './capacity.rules.js';
import { findSeatsTaken } from './capacity.store.js';

/** The seats taken on a pod now, by kind; batched a request. */
export async function loadSeatsTaken(
  context: RequestContext,
  podId: string,
): Promise<ReadonlyMap<string, SeatsTaken>> {
  const taken = await context
    .loader<string, Map<string, SeatsTaken>>('seats taken of a pod', async (podIds) => {
      const byPod = await findSeatsTaken(context.session, podIds, context.now);
      return podIds.map((id) => byPod.get(id) ?? null);
    })
    .load(podId);
  return taken ?? new Map();
}
