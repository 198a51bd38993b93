import type { Author, ListDefinition, Session } from '@plimsoll/shared';

/** What went from a duplicate to the asset it turned out to be; with several duplicates at once, from all of them. */
export interface MergeMoves {
  dependenciesGained: number;
  dependenciesEnded: number;
  placementsGained: number;
  placementsEnded: number;
  changes: number;
  impacts: number;
}

/** A duplicate that was merged, and how. */
export interface AssetMergeRecord {
  duplicateId: string;
  intoId: string;
  mergedAt: Date;
  actorId: string | null;
  reason: string;
  changeId: string | null;
  moves: MergeMoves;
}

/** How merges are listed: by parent `asset`, the one that duplicates turned out to be; the latest first. */
export const assetMergeList: ListDefinition<Record<string, never>, 'AT'> = {
  columns: `m.duplicate_id as "duplicateId", m.into_id as "intoId", m.merged_at as "mergedAt", m.actor_id as "actorId",
    m.reason, m.change_id as "changeId", m.moved as moves`,
  from: 'asset_merge m',
  id: 'm.duplicate_id',
  orders: { AT: { sql: 'm.merged_at', type: 'timestamptz' } },
  defaultOrder: { field: 'AT', direction: 'DESC' },
  where: () => [],
  parents: { asset: 'm.into_id' },
};

/** Lets one merge at a time go on, until its transaction ends. */
export async function queueMerges(tx: Session): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('asset_merge', 0))`);
}

/**
 * Notes that duplicates turned out to be an asset, and so those that were merged into them; from here until the
 * transaction ends nobody places assets or records impacts of incidents.
 */
export async function noteMerges(
  tx: Session,
  author: Author,
  merge: { duplicateIds: readonly string[]; into: string; at: Date; reason: string },
): Promise<void> {
  await tx.query('lock table asset_merge in share row exclusive mode');
  await tx.query('update asset_merge set into_id = $2 where into_id = any($1::text[])', [
    [...merge.duplicateIds],
    merge.into,
  ]);
  await tx.query(
    `insert into asset_merge (duplicate_id, into_id, merged_into_id, merged_at, actor_id, reason, change_id, moved)
     select id, $2, $2, $3, $4, $5, $6, '{}' from unnest($1::text[]) as given(id)`,
    [[...merge.duplicateIds], merge.into, merge.at, author.actorId, merge.reason, author.changeId ?? null],
  );
}

/** Notes what went from duplicates to the asset. */
export async function noteMoves(
  tx: Session,
  duplicateIds: readonly string[],
  moves: MergeMoves,
): Promise<void> {
  await tx.query('update asset_merge set moved = $2 where duplicate_id = any($1::text[])', [
    [...duplicateIds],
    JSON.stringify(moves),
  ]);
}

/** Merges by duplicate, in the order of `duplicateIds`. */
export async function findMerges(
  session: Session,
  duplicateIds: readonly string[],
): Promise<AssetMergeRecord[]> {
  const rows = await session.query<AssetMergeRecord>(
    `select ${assetMergeList.columns} from asset_merge m where m.duplicate_id = any($1::text[])`,
    [[...duplicateIds]],
  );
  const byId = new Map(rows.map((row) => [row.duplicateId, row]));
  return duplicateIds.flatMap((id) => byId.get(id) ?? []);
}

/** The changes that name one of these assets and are not over, held until the transaction ends. */
export function holdOpenChanges(
  tx: Session,
  assetIds: readonly string[],
): Promise<{ id: string; status: string }[]> {
  return tx.query<{ id: string; status: string }>(
    `select c.id, c.status from change c where c.status not in ('COMPLETED', 'CANCELLED')
        and c.id in (select ca.change_id from change_asset ca where ca.asset_id = any($1::text[]))
      order by c.id for update`,
    [[...assetIds]],
  );
}

/** Gives what incidents did to these assets to another one; answers how many parts of incidents, and the earliest. */
export async function giveImpacts(
  tx: Session,
  assetIds: readonly string[],
  into: string,
): Promise<{ count: number; since: Date | null }> {
  const [row] = await tx.query<{ count: number; since: Date | null }>(
    `with given as (
       update incident_impact set asset_id = $2 where asset_id = any($1::text[]) returning from_at)
     select count(*)::int as count, min(from_at) as since from given`,
    [[...assetIds], into],
  );
  return row ?? { count: 0, since: null };
}
