import type { Seeds } from './impact.rules.js';
import type { State } from './state.rules.js';

/** Customers hit without an asset: everyone on a product, all products of a customer, or one of them on it. */
export interface DirectHit {
  productId: string | null;
  customerId: string | null;
  state: State;
}

/**
 * An outage, or a part of one: several with one `id` are parts of the same outage, and where they overlap the worst
 * state of an asset counts. Instants are epoch milliseconds; the interval is half-open, `to` null is open.
 */
export interface Outage {
  id: string;
  kind: 'INCIDENT' | 'CHANGE' | 'QUESTION';
  planned: boolean;
  /** How long before its start it was announced; null: not announced. What overruns its window is a part with null. */
  announcedLeadMs: number | null;
  assets: Seeds;
  direct: readonly DirectHit[];
  from: number;
  to: number | null;
}

/** A piece of time in which nothing changes. `to` is `Infinity` where the interval is open. */
export interface Slice {
  from: number;
  to: number;
  /** The outages active throughout, in the order given. */
  active: readonly Outage[];
}

/**
 * Cuts [from, to) where the set of active outages changes: contiguous half-open slices in order that cover it
 * exactly, each with the outages active in it, no two neighbours alike. `to` may be `Infinity`. `cuts` are further
 * instants to cut at, neighbours alike or not. An empty interval has no slices; empty outages are never active.
 */
export function cutSlices(
  outages: readonly Outage[],
  from: number,
  to: number,
  cuts: Iterable<number> = [],
): Slice[] {
  const ends: { at: number; opens: boolean; outage: number }[] = [];
  const forced = new Set<number>();
  for (const cut of cuts) if (cut > from && cut < to) forced.add(cut);
  for (const cut of forced) ends.push({ at: cut, opens: false, outage: -1 });
  outages.forEach((outage, position) => {
    const start = Math.max(from, outage.from);
    const end = Math.min(to, outage.to ?? Infinity);
    if (start >= end) return;
    ends.push({ at: start, opens: true, outage: position });
    if (end < to) ends.push({ at: end, opens: false, outage: position });
  });
  ends.sort((a, b) => a.at - b.at);

  const slices: Slice[] = [];
  const active = new Set<number>();
  let start = from;
  const close = (end: number): void => {
    if (end <= start) return;
    const present = [...active].sort((a, b) => a - b).map((position) => outages[position]!);
    const last = slices.at(-1);
    if (last && !forced.has(start) && sameOutages(last.active, present)) last.to = end;
    else slices.push({ from: start, to: end, active: present });
    start = end;
  };
  for (const { at, opens, outage } of ends) {
    close(at);
    if (opens) active.add(outage);
    else active.delete(outage);
  }
  close(to);
  return slices;
}

function sameOutages(a: readonly Outage[], b: readonly Outage[]): boolean {
  return a.length === b.length && a.every((outage, position) => outage === b[position]);
}
