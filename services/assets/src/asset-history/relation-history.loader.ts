import { listByParent, type ListArguments, type Page, type RequestContext } from '@plimsoll/shared';
import { relationHistoryList, type RelationHistoryRecord } from './relation-history.store.js';

/** A page of the history of an asset's relations, the latest first; one statement for all assets of a request. */
export async function loadRelationHistory(
  context: RequestContext,
  assetId: string,
  args: ListArguments<Record<string, never>, 'AT'>,
): Promise<Page<RelationHistoryRecord>> {
  const page = await context
    .loader<string, Page<RelationHistoryRecord>>(`relation-history:${JSON.stringify(args)}`, (ids) =>
      listByParent<RelationHistoryRecord, Record<string, never>, 'AT'>(
        context.session,
        relationHistoryList,
        'asset',
        ids,
        args,
      ),
    )
    .load(assetId);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}
