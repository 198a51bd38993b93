import { Records, type Session } from '@plimsoll/shared';
import { AssetEntity } from './asset.entity.js';

/** An asset as the rest of the service knows it. */
export type AssetRecord = AssetEntity;

/** Assets, with their history and events. */
export const assetRecords = new Records<AssetRecord>({
  entity: AssetEntity,
  noun: 'asset',
  eventNoun: 'asset',
  eventData: ({ name, kind, status }) => ({ name, kind, status }),
});

/** These assets as they are, held against other changes until the transaction ends; two statements. */
export async function holdForEdit(tx: Session, ids: readonly string[]): Promise<Map<string, AssetRecord>> {
  await tx.query('select 1 from asset where id = any($1::text[]) order by id for update', [[...ids]]);
  return assetRecords.findByIds(tx, ids);
}

/** Likewise, but others may name them meanwhile in what they record. */
export async function holdForRecount(tx: Session, ids: readonly string[]): Promise<Map<string, AssetRecord>> {
  await tx.query('select 1 from asset where id = any($1::text[]) order by id for no key update', [[...ids]]);
  return assetRecords.findByIds(tx, ids);
}

/** Of these assets those that were merged, each with the id of the asset it turned out to be; staff alone see any. */
export async function findMerged(session: Session, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const rows = await session.query<{ id: string; into: string }>(
    'select duplicate_id as id, into_id as into from asset_merge where duplicate_id = any($1::text[])',
    [[...ids]],
  );
  return new Map(rows.map(({ id, into }) => [id, into]));
}

/**
 * The ids of the assets that a source names so, by external id; of one that was merged, the asset it turned out to be.
 * Whatever the session's scope: what of them the caller sees, the next statement says.
 */
export async function findNamed(
  session: Session,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, string>> {
  const rows = await session.query<{ externalId: string; id: string }>(
    'select external_id as "externalId", id from assets_named($1, $2)',
    [source, [...externalIds]],
  );
  return new Map(rows.map(({ externalId, id }) => [externalId, id]));
}
