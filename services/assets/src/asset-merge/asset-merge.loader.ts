import { listByParent, type ListArguments, type Page, type RequestContext } from '@plimsoll/shared';
import { findMerged } from '../asset/index.js';
import { assetMergeList, type AssetMergeRecord } from './asset-merge.store.js';

/** The id of the asset that this one turned out to be, or null; batched a request. */
export function loadMergedInto(context: RequestContext, id: string): Promise<string | null> {
  return context
    .loader<string, string>('asset-merged-into', async (ids) => {
      const merged = await findMerged(context.session, ids);
      return ids.map((one) => merged.get(one) ?? null);
    })
    .load(id);
}

/** A page of the duplicates that turned out to be an asset; one statement for all assets of a request. */
export async function listMerges(
  context: RequestContext,
  assetId: string,
  args: ListArguments<Record<string, never>, 'AT'>,
): Promise<Page<AssetMergeRecord>> {
  const page = await context
    .loader<string, Page<AssetMergeRecord>>(`asset-merges:${JSON.stringify(args)}`, (ids) =>
      listByParent<AssetMergeRecord, Record<string, never>, 'AT'>(
        context.session,
        assetMergeList,
        'asset',
        ids,
        args,
      ),
    )
    .load(assetId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}
