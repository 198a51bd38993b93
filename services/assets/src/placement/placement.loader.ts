import { listByParent, type ConnectionArgs, type Page, type RequestContext } from '@plimsoll/shared';
import { placementList, type PlacementRecord } from './placement.store.js';

/** A page of the placements of an asset that the caller sees; one statement for all assets of a request. */
export async function listPlacements(
  context: RequestContext,
  assetId: string,
  { first, after }: ConnectionArgs,
): Promise<Page<PlacementRecord>> {
  const args = { first, after: after ?? null };
  const page = await context
    .loader<string, Page<PlacementRecord>>(`placements:${JSON.stringify(args)}`, (ids) =>
      listByParent<PlacementRecord, Record<string, never>, 'ADDED'>(
        context.session,
        placementList,
        'asset',
        ids,
        args,
      ),
    )
    .load(assetId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}
