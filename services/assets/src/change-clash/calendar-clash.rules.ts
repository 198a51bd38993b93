import type { ScopedAsset } from '../change-calendar/index.js';
import { frozenTimes, timesOutside, type CalendarEntry } from './forbidden-time.rules.js';
import { clash, type Clash } from './clash.rules.js';

/** A freeze of the change calendar. */
export interface FreezeEntry extends CalendarEntry {
  allowsEmergency: boolean;
}

/** The change calendar, and the assets of the changes that are held against it. */
export interface ChangeCalendar {
  freezes: readonly FreezeEntry[];
  windows: readonly CalendarEntry[];
  assets: ReadonlyMap<string, ScopedAsset>;
}

/**
 * What the calendar forbids to a change within [from, to): blocking, but a warning for an emergency outside of windows
 * and in freezes that allow for it.
 */
export function calendarClashes(
  change: { assetIds: readonly string[]; isEmergency: boolean },
  { freezes, windows, assets }: ChangeCalendar,
  from: number,
  to: number,
): Clash[] {
  const own = change.assetIds.flatMap((id) => assets.get(id) ?? []);
  const frozen = frozenTimes(freezes, own, from, to).map(({ entries, assetIds, times }) => {
    const freeze = entries[0]!;
    return clash({
      key: `FREEZE ${freeze.id}`,
      kind: 'FREEZE',
      severity: change.isEmergency && freeze.allowsEmergency ? 'WARNING' : 'BLOCKING',
      times,
      assetIds,
      freezeId: freeze.id,
      entryNames: [freeze.name],
    });
  });
  const outside = timesOutside(windows, own, from, to).map(({ entries, assetIds, times }) =>
    clash({
      key: `OUTSIDE_WINDOW ${entries.map(({ id }) => id).join('+')}`,
      kind: 'OUTSIDE_WINDOW',
      severity: change.isEmergency ? 'WARNING' : 'BLOCKING',
      times,
      assetIds,
      entryNames: entries.map(({ name }) => name),
    }),
  );
  return [...frozen, ...outside];
}
