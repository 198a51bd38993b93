import type { Amount } from '../availability/index.js';
import type { MonthSlice } from '../executive/index.js';

/** What is on record against one asset in a month. */
export interface AssetMonth {
  readonly incidentCount: number;
  /** Before `openFrom`, where there is one. */
  readonly downSeconds: number;
  /** Since when it has been DOWN without an end, epoch milliseconds; null where it is not. */
  readonly openFrom: number | null;
  readonly changesFailed: number;
  /** Its share of service credits, one amount a currency, ten decimals at most. */
  readonly credits: readonly Amount[];
}

/** The assets with anything on record against them in a month, by id. */
export type AssetsOfMonth = Readonly<Record<string, AssetMonth>>;

/** What is on record against one asset in a period. */
export interface AssetTrouble extends Omit<AssetMonth, 'credits' | 'openFrom'> {
  readonly assetId: string;
  /** By the month for which they are owed, `YYYY-MM`. */
  readonly credits: readonly { readonly month: string; readonly amounts: readonly Amount[] }[];
}

/**
 * The assets of some months by how much trouble they are, the worst first: by incidents, then by seconds down, then by
 * failed changes, then by id.
 *
 * @param months one a part of the period, each with what its month says
 * @param asOf what is DOWN without an end lasts until then
 */
export function rankedTrouble(
  months: readonly (MonthSlice & { readonly assets: AssetsOfMonth })[],
  asOf: Date,
): AssetTrouble[] {
  const byAsset = new Map<string, AssetTrouble>();
  for (const { month, from, to, assets } of months) {
    const end = Math.min(to.getTime(), asOf.getTime());
    for (const [assetId, one] of Object.entries(assets)) {
      const before = byAsset.get(assetId);
      byAsset.set(assetId, {
        assetId,
        incidentCount: (before?.incidentCount ?? 0) + one.incidentCount,
        downSeconds: (before?.downSeconds ?? 0) + one.downSeconds + openSeconds(one, from.getTime(), end),
        changesFailed: (before?.changesFailed ?? 0) + one.changesFailed,
        credits: [
          ...(before?.credits ?? []),
          ...(one.credits.length > 0 ? [{ month, amounts: one.credits }] : []),
        ],
      });
    }
  }
  return [...byAsset.values()].sort(
    (a, b) =>
      b.incidentCount - a.incidentCount ||
      b.downSeconds - a.downSeconds ||
      b.changesFailed - a.changesFailed ||
      (a.assetId < b.assetId ? -1 : 1),
  );
}

function openSeconds({ openFrom }: AssetMonth, from: number, end: number): number {
  return openFrom === null ? 0 : Math.max(0, end - Math.max(from, openFrom)) / 1000;
}
