/** Seats of a pod that run out, as the event of the crossing tells it. */
export interface CapacityCrossing {
  podName: string;
  region: string | null;
  /** The kind of subscription; null: all kinds together. */
  kind: string | null;
  mark: 'WARNING' | 'FULL';
  seats: number;
  occupied: number;
}

/** What the data of `plimsoll.pod.capacity_crossed.v1` says. Throws an Error for data that is none. */
export function readCrossing(data: Record<string, unknown>): CapacityCrossing {
  const { podId, name, region, kind, mark, seats, occupied } = data;
  if (mark !== 'WARNING' && mark !== 'FULL')
    throw new Error(`${String(mark)} is no mark that is crossed upward`);
  if (typeof seats !== 'number' || typeof occupied !== 'number') throw new Error('a crossing counts seats');
  return {
    podName: typeof name === 'string' ? name : String(podId),
    region: typeof region === 'string' ? region : null,
    kind: typeof kind === 'string' ? kind : null,
    mark,
    seats,
    occupied,
  };
}

/** The subject of the ticket for hosting operations: the pod, the kind and how far it is. */
export function subjectOf({ podName, kind, mark, seats, occupied }: CapacityCrossing): string {
  const what = kind === null ? 'seats' : `${kind} seats`;
  const how = mark === 'FULL' ? 'is full' : 'is filling up';
  return `Pod ${podName} ${how}: ${occupied} of ${seats} ${what} taken`;
}

/** What hosting operations can do about it. */
export function descriptionOf(crossing: CapacityCrossing): string {
  const where = crossing.region === null ? '' : ` in ${crossing.region}`;
  const who = crossing.kind === null ? 'subscriptions' : `${crossing.kind} subscriptions`;
  const now =
    crossing.mark === 'FULL'
      ? `Orders that need it${where} wait for capacity until seats are freed or added.`
      : 'Its warning mark is reached; orders are still placed.';
  return `${subjectOf(crossing)}. ${now} Add seats, add a pod${where}, or move tenants to a pod with free seats for ${who}.`;
}
