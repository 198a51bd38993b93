import type { RequestContext } from '@plimsoll/shared';
import type { PodRecord } from '../pod/index.js';
import { occupiedOf, type SeatsTaken } from './capacity.rules.js';
import { findSeatsTaken } from './capacity.store.js';
import { fullOn } from './forecast.rules.js';
import { findPlacementHistory } from './forecast.store.js';

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

/**
 * The day on which each of a pod's allowances fills, in their order, as `fullOn` says; batched a request. The day of
 * a pod is that of UTC.
 */
export async function loadForecasts(
  context: RequestContext,
  pod: Pick<PodRecord, 'id' | 'seats'>,
): Promise<(string | null)[]> {
  const today = context.now.toISOString().slice(0, 10);
  const found = context
    .loader('placement history of a pod', async (podIds: readonly string[]) => {
      const { byPod, outcome } = await findPlacementHistory(context.session, podIds, today);
      return podIds.map((id) => ({ history: byPod.get(id) ?? { placed: [], trials: [] }, outcome }));
    })
    .load(pod.id);
  const [taken, past] = await Promise.all([loadSeatsTaken(context, pod.id), found]);
  const occupied = new Map([...taken].map(([kind, { used, reserved }]) => [kind, used + reserved]));
  return pod.seats.map((allowance) =>
    past === null
      ? null
      : fullOn(allowance, occupiedOf(allowance, occupied), past.history, past.outcome, today),
  );
}
