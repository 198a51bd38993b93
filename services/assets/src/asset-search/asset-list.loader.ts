import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { AssetRecord } from '../asset/index.js';
import type { AssetOrderField } from './asset-filter.types.js';
import {
  assetList,
  customerAssetList,
  narrow,
  type AssetListArguments,
  type AssetListFilter,
} from './asset-list.store.js';

/** A page of the assets the caller sees; one statement, and one more where an index may know them beforehand. */
export async function listAssets(
  context: RequestContext,
  args: AssetListArguments,
): Promise<Page<AssetRecord>> {
  const filter = args.filter ?? {};
  const among = await narrow(context.session, filter);
  return listPage(context.session, assetList, among ? { ...args, filter: { ...filter, among } } : args);
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
