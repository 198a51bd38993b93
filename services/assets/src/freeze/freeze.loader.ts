import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import type { EntryListArguments } from '../change-calendar/index.js';
import { freezeList, freezeRecords, type FreezeRecord } from './freeze.store.js';

/** The freeze with this id, or null where the caller sees none; batched a request. */
export function loadFreeze(context: RequestContext, id: string): Promise<FreezeRecord | null> {
  return context
    .loader<string, FreezeRecord>('freeze', (ids) => freezeRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The freeze with this external id, or null where the caller sees none. */
export async function loadFreezeByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<FreezeRecord | null> {
  const found = await freezeRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the freezes the caller sees. */
export function listFreezes(context: RequestContext, args: EntryListArguments): Promise<Page<FreezeRecord>> {
  return listPage(context.session, freezeList, args);
}
