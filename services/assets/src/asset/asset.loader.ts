import type { RequestContext } from '@plimsoll/shared';
import { assetRecords, findNamed, type AssetRecord } from './asset.store.js';

/** The asset with this id, or null where the caller sees none; batched a request. */
export function loadAsset(context: RequestContext, id: string): Promise<AssetRecord | null> {
  return context
    .loader<string, AssetRecord>('asset', (ids) => assetRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The asset with this external id, or the one it was merged into; null where the caller sees none. */
export async function loadAssetByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<AssetRecord | null> {
  const id = (await findNamed(context.session, source, [externalId])).get(externalId);
  return id === undefined ? null : loadAsset(context, id);
}
