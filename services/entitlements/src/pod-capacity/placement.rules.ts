import type { SeatAllowance, SeatKind } from '../pod/index.js';
import { occupiedOf, seatsFor } from './capacity.rules.js';

/** A pod as far as placement looks at it. */
export interface PlacementPod {
  id: string;
  name: string;
  region: string;
  /** Industries it is reserved for; empty: for all. */
  verticals: readonly string[];
  draining: boolean;
  seats: readonly SeatAllowance[];
  /** Seats taken by kind of subscription, held ones included; 0 where a kind is absent. */
  occupied: ReadonlyMap<string, number>;
}

/** What is to be placed. */
export interface PlacementWish {
  kind: SeatKind;
  /** Exact region; null: any. */
  region: string | null;
  /** Industry of the customer; null: none. */
  vertical: string | null;
  /** A pod that does not count, as the one a tenant leaves. */
  exceptPodId?: string | null;
}

/** Why a pod would take the subscription, or why not. */
export interface Consideration {
  podId: string;
  name: string;
  /** It could take the subscription, whether or not it is the one chosen. */
  accepted: boolean;
  reason: string;
  /** Seats left for the kind, never below 0; null where the pod has none for it at all. */
  freeSeats: number | null;
}

/** The choice, with a word on every pod. */
export interface Placement {
  /** The chosen pod; null where none can take the subscription. */
  podId: string | null;
  /** Every pod, by name, then id. */
  considered: Consideration[];
}

/** Why a pod is out whatever is taken of its seats, or null where it is not. */
export function ruledOut(pod: Omit<PlacementPod, 'occupied'>, wish: PlacementWish): string | null {
  if (pod.id === wish.exceptPodId) return 'It is the pod that is left.';
  if (wish.region !== null && pod.region !== wish.region) {
    return `It stands in ${pod.region}, not in ${wish.region}.`;
  }
  if (pod.verticals.length > 0 && !isReservedFor(pod, wish.vertical)) {
    return `It is reserved for ${pod.verticals.join(', ')}.`;
  }
  if (pod.draining) return 'It is being drained and takes nothing new.';
  if (seatsFor(pod.seats, wish.kind) === null) return `It has no seats for ${wish.kind}.`;
  return null;
}

/**
 * Chooses where a subscription goes. A pod can take it that stands in the wished region, is reserved for no industry
 * or for the customer's, is not being drained, and has a seat for the kind left. Among these a pod reserved for the
 * customer's industry comes before one for all; then the largest free share of seats for the kind wins (compared as
 * exact fractions), ties by name, then id, in the order of code units.
 */
export function choosePlacement(pods: readonly PlacementPod[], wish: PlacementWish): Placement {
  const views = pods
    .map((pod) => ({ pod, out: ruledOut(pod, wish), ...room(pod, wish.kind) }))
    .sort((a, b) => byText(a.pod.name, b.pod.name) || byText(a.pod.id, b.pod.id));
  const fitting = views.filter(({ out, free }) => out === null && free > 0);
  const reserved = fitting.filter(({ pod }) => isReservedFor(pod, wish.vertical));
  const preferred = reserved.length > 0 ? reserved : fitting;
  // The first of the largest: views are in the order of ties.
  const chosen = preferred.reduce<(typeof preferred)[number] | null>(
    (best, one) => (best === null || one.free * best.seats > best.free * one.seats ? one : best),
    null,
  );
  return {
    podId: chosen?.pod.id ?? null,
    considered: views.map(({ pod, out, free, seats, has }) => {
      const fits = out === null && free > 0;
      const left = `${free} of ${seats} seats are free`;
      let reason = out ?? `All its ${seats} seats for ${wish.kind} are taken.`;
      if (fits && pod === chosen?.pod) {
        const which =
          reserved.length > 0 ? `among the pods reserved for ${wish.vertical}` : 'of all that fit';
        reason = `Chosen: ${left}, the largest share ${which}.`;
      } else if (fits && reserved.length > 0 && !isReservedFor(pod, wish.vertical)) {
        reason = `It fits, ${left}, but a pod reserved for ${wish.vertical} comes first.`;
      } else if (fits) {
        const tie = chosen !== null && free * chosen.seats === chosen.free * seats;
        reason = `It fits, ${left}, but ${chosen?.pod.name} ${tie ? 'has the same share and comes first by name' : 'has a larger share free'}.`;
      }
      return { podId: pod.id, name: pod.name, accepted: fits, reason, freeSeats: has ? free : null };
    }),
  };
}

/** Seats for a kind and what is left of them, never below 0. */
function room(pod: PlacementPod, kind: SeatKind): { seats: number; free: number; has: boolean } {
  const left = seatsFor(pod.seats, kind);
  if (left === null) return { seats: 0, free: 0, has: false };
  const taken = occupiedOf(left, pod.occupied);
  return { seats: left.seats, free: Math.max(0, left.seats - taken), has: true };
}

function isReservedFor(pod: Pick<PlacementPod, 'verticals'>, vertical: string | null): boolean {
  return vertical !== null && pod.verticals.includes(vertical);
}

function byText(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
