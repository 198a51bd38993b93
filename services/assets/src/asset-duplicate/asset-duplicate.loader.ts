import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  duplicateList,
  findLikely,
  MOST_SHOWN,
  type DuplicateArguments,
  type DuplicateGroupRecord,
  type LikelyDuplicate,
} from './asset-duplicate.store.js';

export { MOST_SHOWN };

/** A page of groups of likely duplicates; empty for anyone but staff. */
export async function listDuplicates(
  context: RequestContext,
  args: DuplicateArguments,
): Promise<Page<DuplicateGroupRecord>> {
  if (context.scope.kind !== 'STAFF' && context.scope.kind !== 'SYSTEM') {
    return {
      rows: [],
      cursors: [],
      hasNextPage: false,
      hasPreviousPage: false,
      countAll: () => Promise.resolve(0),
    };
  }
  return listPage(context.session, duplicateList, args);
}

/** What may be this asset too, at most 20; one statement for all assets of a request. */
export async function loadLikely(context: RequestContext, assetId: string): Promise<LikelyDuplicate[]> {
  const found = await context
    .loader<string, LikelyDuplicate[]>('likely-duplicates', async (ids) => {
      const rows = await findLikely(context.session, ids);
      const byAsset = new Map(ids.map((id): [string, LikelyDuplicate[]] => [id, []]));
      for (const row of rows) byAsset.get(row.assetId)?.push(row);
      return ids.map((id) => byAsset.get(id) ?? []);
    })
    .load(assetId);
  return found ?? [];
}
