import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import type { AssetDuplicateFilter, DuplicateOrderField } from './asset-duplicate.types.js';

/** Why assets may be one. */
export type DuplicateReasonName = 'NAME' | 'ADDRESS' | 'EXTERNAL_ID';

/** Assets that have something in common which one asset alone should have. */
export interface DuplicateGroupRecord {
  reason: DuplicateReasonName;
  /** What they have in common. */
  value: string;
  /** The kind they have in common, where that is part of the reason. */
  kind: string | null;
  assetCount: number;
  /** The first 20 by id. */
  assetIds: string[];
}

/** An asset that may be another one, and why. */
export interface LikelyDuplicate {
  assetId: string;
  id: string;
  reasons: DuplicateReasonName[];
}

export type DuplicateArguments = ListArguments<AssetDuplicateFilter, keyof typeof DuplicateOrderField>;

/** How many assets of a group are shown. */
export const MOST_SHOWN = 20;

/** How many likely duplicates of one asset are shown. */
const MOST_LIKELY = 20;

const group = (reason: DuplicateReasonName, value: string, kind: string, from: string, by: string) =>
  `select '${reason}' as reason, ${value} as value, ${kind} as kind, count(*)::int as asset_count,
     (array_agg(a.id order by a.id))[1:${MOST_SHOWN}] as asset_ids
   from ${from} where a.status <> 'RETIRED' group by ${by} having count(*) > 1`;

/** How groups of likely duplicates are listed; assets out of use are left out. */
export const duplicateList: ListDefinition<AssetDuplicateFilter, keyof typeof DuplicateOrderField> = {
  columns: `g.reason, g.value, g.kind, g.asset_count as "assetCount", g.asset_ids as "assetIds"`,
  from: `(${[
    group('NAME', 'lower(a.name)', 'a.kind', 'asset a', 'a.kind, lower(a.name)'),
    group(
      'ADDRESS',
      'h.address',
      'null',
      'asset a cross join lateral (select distinct unnest(a.addresses) as address) h',
      'h.address',
    ),
    group('EXTERNAL_ID', 'a.external_id', 'null', 'asset a', 'a.external_id'),
  ].join(' union all ')}) g`,
  id: `concat_ws(' ', g.reason, g.kind, g.value)`,
  orders: {
    ASSET_COUNT: { sql: 'g.asset_count', type: 'integer' },
    VALUE: { sql: 'g.value', type: 'text' },
  },
  defaultOrder: { field: 'ASSET_COUNT', direction: 'DESC' },
  where: ({ reason, kind, search }, parameters) => [
    'g.value is not null',
    ...(reason ? [`g.reason = ${parameters.add(reason)}`] : []),
    ...(kind ? [`g.kind = ${parameters.add(kind)}`] : []),
    ...(search ? [`g.value ilike ${parameters.addContaining(search)}`] : []),
  ],
};

/** The assets that may be one of these, those with the most reasons first, at most 20 each; for staff alone. */
export function findLikely(session: Session, assetIds: readonly string[]): Promise<LikelyDuplicate[]> {
  return session.query<LikelyDuplicate>(
    'select asset_id as "assetId", id, reasons from likely_duplicates($1, $2)',
    [[...assetIds], MOST_LIKELY],
  );
}
