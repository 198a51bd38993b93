import { covers, type AssetScope, type ScopedAsset } from '../change-calendar/index.js';
import { occurrencesOf, type Occurrence, type Schedule } from '../recurrence/index.js';

/** An entry of the change calendar. */
export interface CalendarEntry extends Schedule, AssetScope {
  id: string;
  name: string;
}

/** What an entry, or several, forbid within an interval. */
export interface Forbidden<Entry extends CalendarEntry> {
  entries: readonly Entry[];
  /** Those of the assets it is about. */
  assetIds: string[];
  /** Apart from one another, in order, cut to the interval. */
  times: Occurrence[];
}

/** The freezes that forbid something within [from, to) to one of these assets, each with its occurrences. */
export function frozenTimes<Freeze extends CalendarEntry>(
  freezes: readonly Freeze[],
  assets: readonly ScopedAsset[],
  from: number,
  to: number,
): Forbidden<Freeze>[] {
  return freezes.flatMap((freeze) => {
    const assetIds = assets.filter((asset) => covers(freeze, asset)).map(({ id }) => id);
    if (assetIds.length === 0) return [];
    const times = merged(occurrencesOf(freeze, from, to), from, to);
    return times.length > 0 ? [{ entries: [freeze], assetIds, times }] : [];
  });
}

/**
 * The times within [from, to) at which some of these assets may not be changed since they lie in none of the
 * windows that are about them; an asset that no window is about may be changed at any time. One entry for assets
 * with the same windows.
 */
export function timesOutside<Window extends CalendarEntry>(
  windows: readonly Window[],
  assets: readonly ScopedAsset[],
  from: number,
  to: number,
): Forbidden<Window>[] {
  const alike = new Map<string, { entries: Window[]; assetIds: string[] }>();
  for (const asset of assets) {
    const entries = windows.filter((window) => covers(window, asset));
    if (entries.length === 0) continue;
    const key = entries.map(({ id }) => id).join();
    const known = alike.get(key);
    if (known) known.assetIds.push(asset.id);
    else alike.set(key, { entries, assetIds: [asset.id] });
  }
  return [...alike.values()].flatMap(({ entries, assetIds }) => {
    const open = merged(
      entries.flatMap((window) => occurrencesOf(window, from, to)),
      from,
      to,
    );
    const times = gapsBetween(open, from, to);
    return times.length > 0 ? [{ entries, assetIds, times }] : [];
  });
}

/** The union of occurrences, cut to [from, to): apart from one another and in order. */
function merged(occurrences: readonly Occurrence[], from: number, to: number): Occurrence[] {
  const union: Occurrence[] = [];
  for (const one of [...occurrences].sort((a, b) => a.from - b.from)) {
    const cut = { from: Math.max(from, one.from), to: Math.min(to, one.to) };
    const last = union.at(-1);
    if (cut.from >= cut.to) continue;
    if (last && cut.from <= last.to) last.to = Math.max(last.to, cut.to);
    else union.push(cut);
  }
  return union;
}

function gapsBetween(union: readonly Occurrence[], from: number, to: number): Occurrence[] {
  const gaps: Occurrence[] = [];
  let start = from;
  for (const one of union) {
    if (one.from > start) gaps.push({ from: start, to: one.from });
    start = one.to;
  }
  if (start < to) gaps.push({ from: start, to });
  return gaps;
}
