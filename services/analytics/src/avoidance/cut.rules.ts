import { unionOf, type Impact, type Interval } from '../availability/index.js';

/** A part of an incident's impact on a customer's product that would have been less; epoch milliseconds, half-open. */
export interface Cut {
  readonly incidentId: string;
  /** What would have been left of it. */
  readonly would: 'UP' | 'DEGRADED';
  readonly from: number;
  /** `Infinity` where it goes as far as the impact does. */
  readonly to: number;
}

/** Impacts after cuts. */
export interface CutImpacts {
  readonly impacts: readonly Impact[];
  /** What of each incident the cuts changed, in the order of the impacts. */
  readonly changed: readonly { readonly incidentId: string; readonly from: number; readonly to: number }[];
}

/**
 * Impacts on a customer's product as they would have been. What is not known stays unknown; an impact that is `DEGRADED`
 * is not changed to `DEGRADED`.
 */
export function cutImpacts(impacts: readonly Impact[], cuts: readonly Cut[]): CutImpacts {
  const left: Impact[] = [];
  const changed: { incidentId: string; from: number; to: number }[] = [];
  for (const impact of impacts) {
    let pieces: readonly Impact[] = [impact];
    for (const cut of cuts) {
      if (cut.incidentId !== impact.incidentId) continue;
      pieces = pieces.flatMap((piece) => {
        const from = Math.max(piece.from, cut.from);
        const to = Math.min(piece.to ?? Infinity, cut.to);
        if (from >= to || !isLess(cut.would, piece.state)) return [piece];
        changed.push({ incidentId: impact.incidentId, from, to });
        return [
          ...part(piece, piece.from, from),
          ...(cut.would === 'UP' ? [] : part({ ...piece, state: cut.would }, from, to)),
          ...part(piece, to, piece.to ?? Infinity),
        ];
      });
    }
    left.push(...pieces);
  }
  return { impacts: left, changed };
}

function isLess(would: Cut['would'], state: Impact['state']): boolean {
  return state === 'DOWN' || (state === 'DEGRADED' && would === 'UP');
}

function part(impact: Impact, from: number, to: number): Impact[] {
  return from < to ? [{ ...impact, from, to: to === Infinity ? null : to }] : [];
}

/** When impacts have a product `DOWN`, whatever else: their union up to an instant, in order of time. */
export function downTimes(impacts: readonly Impact[], asOf: number): Interval[] {
  return unionOf(
    impacts.flatMap(({ state, from, to }) =>
      state === 'DOWN' ? [{ from, to: Math.min(to ?? asOf, asOf) }] : [],
    ),
  );
}

/** What disjoint intervals in order have that others of the kind have not. */
export function without(intervals: readonly Interval[], others: readonly Interval[]): Interval[] {
  let left: Interval[] = [...intervals];
  for (const other of others) {
    left = left.flatMap((one) =>
      [
        { from: one.from, to: Math.min(one.to, other.from) },
        { from: Math.max(one.from, other.to), to: one.to },
      ].filter(({ from, to }) => from < to),
    );
  }
  return left;
}
