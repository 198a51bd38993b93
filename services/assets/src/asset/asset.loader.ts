import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  assetList,
  assetRecords,
  customerAssetList,
  type AssetListArguments,
  type AssetListFilter,
  type AssetRecord,
} from './asset.store.js';
import type { AssetOrderField } from './asset.types.js';

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

/** A page of the assets the caller sees. */
export function listAssets(context: RequestContext, args: AssetListArguments): Promise<Page<AssetRecord>> {
  return listPage(context.session, assetList, args);
}

/** A page of the assets of a customer; one statement for all customers of a request. */
export async function listAssetsOfCustomer(
  context: RequestContext,
  customerId: string,
  args: AssetListArguments,
): Promise<Page<AssetRecord>> {
  const page = await context
    .loader<string, Page<AssetRecord>>(`customer-assets:${JSON.stringify(args)}`, (ids) =>
      listByParent<AssetRecord, AssetListFilter, keyof typeof AssetOrderField>(
        context.session,
        customerAssetList(context.now),
        'customer',
        ids,
        args,
      ),
    )
    .load(customerId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}
