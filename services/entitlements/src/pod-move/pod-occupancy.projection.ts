import type { BusEvent, Projection, Session } from '@plimsoll/shared';
import { holdAllPods, noteOccupancy } from '../pod-capacity/index.js';
import { wakeWaiting } from '../provisioning/index.js';
import { isAnyWaiting } from './drain.store.js';

const PLATFORM = { actorId: null };

/**
 * Follows this service's own events: whatever changes who is on a pod or how many seats it has, an import too, is
 * noted, and whoever waits for a seat tries again where one may have come free.
 */
export function podOccupancyProjection(producer: string, clock: () => Date): Projection {
  const note = async (tx: Session, podIds: string[], freed: string[]) => {
    // Several kinds of events are taken in by one transaction, each with pods of its own.
    await holdAllPods(tx);
    await noteOccupancy(tx, PLATFORM, podIds, clock());
    if (freed.length === 0 || !(await isAnyWaiting(tx))) return;
    for (const podId of freed) await wakeWaiting(tx, podId);
  };
  const ofSubscriptions = (tx: Session, events: BusEvent[]) =>
    note(tx, podsOf(events), podsOf(events.filter(({ data }) => data['endedOn'] != null)));
  const ofPods = (tx: Session, events: BusEvent[]) => {
    const ids = [...new Set(events.map(({ subject }) => subject))].sort();
    return note(tx, ids, ids);
  };
  return {
    producer,
    handlers: {
      'plimsoll.subscription.created.v1': ofSubscriptions,
      'plimsoll.subscription.updated.v1': ofSubscriptions,
      'plimsoll.pod.created.v1': ofPods,
      'plimsoll.pod.updated.v1': ofPods,
    },
  };
}

function podsOf(events: readonly BusEvent[]): string[] {
  const ids = events.map(({ data }) => data['podId']).filter((id) => typeof id === 'string');
  return [...new Set(ids)].sort();
}
