import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  assetKindList,
  assetKindRecords,
  type AssetKindListArguments,
  type AssetKindRecord,
} from './asset-kind.store.js';

/** The kind with this id, or null where the caller sees none; batched a request. */
export function loadAssetKind(context: RequestContext, id: string): Promise<AssetKindRecord | null> {
  return context
    .loader<string, AssetKindRecord>('asset-kind', (ids) =>
      assetKindRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The kind with this external id, or null where the caller sees none. */
export async function loadAssetKindByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<AssetKindRecord | null> {
  const found = await assetKindRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the kinds the caller sees. */
export function listAssetKinds(
  context: RequestContext,
  args: AssetKindListArguments,
): Promise<Page<AssetKindRecord>> {
  return listPage(context.session, assetKindList, args);
}
