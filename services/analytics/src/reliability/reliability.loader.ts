import type { RequestContext } from '@plimsoll/shared';
import { readAssetRecords, type AssetRecord } from './reliability.store.js';

/** What is on record of an asset; null for viewers other than staff and analysts. Batched a request. */
export async function loadAssetRecord(context: RequestContext, assetId: string): Promise<AssetRecord | null> {
  if (!['SYSTEM', 'STAFF', 'ANALYST'].includes(context.scope.kind)) return null;
  return context
    .loader<string, AssetRecord>('asset-record', async (ids) => {
      const rows = await readAssetRecords(context.session, ids, context.now);
      const byId = new Map(rows.map((row) => [row.assetId, row]));
      return ids.map((id) => byId.get(id) ?? null);
    })
    .load(assetId);
}
