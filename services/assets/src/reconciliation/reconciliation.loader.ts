import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  countDifferences,
  differenceList,
  reconciliationList,
  reconciliationRecords,
  type DifferenceRecord,
  type ReconciliationListArguments,
  type ReconciliationRecord,
  type StoredCount,
} from './reconciliation.store.js';
import type { DifferenceFilter, DifferencesArgs } from './reconciliation.types.js';

/** The reconciliation with this id, or null where the caller sees none; batched a request. */
export function loadReconciliation(
  context: RequestContext,
  id: string,
): Promise<ReconciliationRecord | null> {
  return context
    .loader<string, ReconciliationRecord>('reconciliation', (ids) =>
      reconciliationRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the reconciliations the caller sees. */
export function listReconciliations(
  context: RequestContext,
  args: ReconciliationListArguments,
): Promise<Page<ReconciliationRecord>> {
  return listPage(context.session, reconciliationList, args);
}

/** A page of the differences of a reconciliation; one statement for all of a request. */
export async function listDifferences(
  context: RequestContext,
  id: string,
  { first, after, filter }: DifferencesArgs,
): Promise<Page<DifferenceRecord>> {
  const args = { first, after: after ?? null, filter: filter ?? null };
  const page = await context
    .loader<string, Page<DifferenceRecord>>(`differences:${JSON.stringify(args)}`, (ids) =>
      listByParent<DifferenceRecord, DifferenceFilter, 'PLANNED'>(
        context.session,
        differenceList,
        'reconciliation',
        ids,
        args,
      ),
    )
    .load(id);
  if (!page) throw new Error('a list by parent has a page for every parent');
  return page;
}

/** How many differences of each noun and kind a reconciliation has; one statement for all of a request. */
export async function loadCounts(context: RequestContext, id: string): Promise<StoredCount[]> {
  const counts = await context
    .loader<string, StoredCount[]>('difference-counts', async (ids) => {
      const all = await countDifferences(context.session, ids);
      return ids.map((one) => all.filter(({ reconciliationId }) => reconciliationId === one));
    })
    .load(id);
  return counts ?? [];
}
