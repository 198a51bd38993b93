import type { RequestContext } from '@plimsoll/shared';
import { assetRecords, type AssetRecord } from './asset.store.js';

/** The asset with this id, or null where the caller sees none; batched a request. */
export function loadAsset(context: RequestContext, id: string): Promise<AssetRecord | null> {
  return context
    .loader<string, AssetRecord>('asset', (ids) => assetRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The asset with this external id, or null where the caller sees none. */
export async function loadAssetByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<AssetRecord | null> {
  const found = await assetRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}
