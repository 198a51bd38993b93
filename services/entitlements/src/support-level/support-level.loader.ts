import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  supportLevelList,
  supportLevelRecords,
  type SupportLevelListArguments,
  type SupportLevelRecord,
} from './support-level.store.js';

/** The support level with this id, or null where the caller sees none; batched a request. */
export function loadSupportLevel(context: RequestContext, id: string): Promise<SupportLevelRecord | null> {
  return context
    .loader<string, SupportLevelRecord>('supportLevel', (ids) =>
      supportLevelRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** The support level with this external id, or null where the caller sees none. */
export async function loadSupportLevelByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<SupportLevelRecord | null> {
  const found = await supportLevelRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the support levels the caller sees. */
export function listSupportLevels(
  context: RequestContext,
  args: SupportLevelListArguments,
): Promise<Page<SupportLevelRecord>> {
  return listPage(context.session, supportLevelList, args);
}
