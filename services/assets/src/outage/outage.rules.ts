import { AT_RISK, DEGRADED, DOWN, UP, type Outage, type State } from '../impact/index.js';

/** What is on record of an incident's impact or a change, in epoch milliseconds; the interval is half-open. */
export interface RecordedOutage {
  id: string;
  kind: 'INCIDENT' | 'CHANGE';
  planned: boolean;
  /** The window that was announced; of a change its own window. */
  announcedFrom: number | null;
  announcedTo: number | null;
  noticeGivenAt: number | null;
  state: keyof typeof STATES;
  from: number;
  /** Null for an incident that lasts and for a change in progress. */
  to: number | null;
  assetIds: readonly string[];
  productId: string | null;
  customerId: string | null;
}

const STATES = { UP, AT_RISK, DEGRADED, DOWN } satisfies Record<string, State>;

/** The number of a state's name. */
export function stateNumber(name: keyof typeof STATES): State {
  return STATES[name];
}

/**
 * An outage on record as parts for the impact engine. An incident without an end lasts; a change in progress is
 * taken to end with its window, and to last once `now` has passed that. What is planned is announced inside its
 * window, by the lead from the notice to the start of the window; what lies before or after counts as unannounced,
 * and so does all of it without a window or a notice.
 *
 * @param indexOf the index of an asset in the graph; unknown assets are left out
 */
export function outageParts(
  recorded: RecordedOutage,
  indexOf: (assetId: string) => number | undefined,
  now: number,
): Outage[] {
  const { id, kind, planned, announcedFrom, announcedTo, noticeGivenAt, productId, customerId } = recorded;
  const state = stateNumber(recorded.state);
  const assets = new Map<number, State>();
  for (const assetId of recorded.assetIds) {
    const index = indexOf(assetId);
    if (index !== undefined) assets.set(index, state);
  }
  const direct = productId === null && customerId === null ? [] : [{ productId, customerId, state }];
  const part = (from: number, to: number | null, announcedLeadMs: number | null): Outage[] =>
    to !== null && from >= to ? [] : [{ id, kind, planned, announcedLeadMs, assets, direct, from, to }];
  const { from } = recorded;
  const lasts = recorded.to === null && (kind === 'INCIDENT' || announcedTo === null || now >= announcedTo);
  const to = lasts ? null : (recorded.to ?? announcedTo);
  if (!planned || announcedFrom === null || announcedTo === null) return part(from, to, null);
  const lead = noticeGivenAt === null ? null : announcedFrom - noticeGivenAt;
  const end = to ?? Infinity;
  return [
    ...part(from, Math.min(end, announcedFrom), null),
    ...part(Math.max(from, announcedFrom), Math.min(end, announcedTo), lead),
    ...part(Math.max(from, announcedTo), to, null),
  ];
}

/**
 * Outages in sets of which no two overlap in time, though those of one set need not all overlap one another; in
 * the order of their starts. What is linked only through an instant at which one ends and the other begins stands
 * apart.
 */
export function overlappingSets(outages: readonly Outage[]): Outage[][] {
  const sets: Outage[][] = [];
  let end = -Infinity;
  // Parts of one incident stay together, whatever lies between them.
  const spans = new Map<string, { from: number; to: number; parts: Outage[] }>();
  for (const outage of outages) {
    const to = outage.to ?? Infinity;
    const span = spans.get(outage.id);
    if (!span) spans.set(outage.id, { from: outage.from, to, parts: [outage] });
    else {
      span.from = Math.min(span.from, outage.from);
      span.to = Math.max(span.to, to);
      span.parts.push(outage);
    }
  }
  for (const { from, to, parts } of [...spans.values()].sort((a, b) => a.from - b.from)) {
    if (sets.length === 0 || from >= end) sets.push(parts);
    else sets.at(-1)!.push(...parts);
    end = Math.max(end, to);
  }
  return sets;
}
