import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import { podList, podRecords, type PodListArguments, type PodRecord } from './pod.store.js';

/** The pod with this id, or null where the caller sees none; batched a request. */
export function loadPod(context: RequestContext, id: string): Promise<PodRecord | null> {
  return context
    .loader<string, PodRecord>('pod', (ids) => podRecords.findInOrder(context.session, ids))
    .load(id);
}

/** The pod with this external id, or null where the caller sees none. */
export async function loadPodByExternalId(
  context: RequestContext,
  source: string,
  externalId: string,
): Promise<PodRecord | null> {
  const found = await podRecords.findByExternalIds(context.session, source, [externalId]);
  return found.get(externalId) ?? null;
}

/** A page of the pods the caller sees. */
export function listPods(context: RequestContext, args: PodListArguments): Promise<Page<PodRecord>> {
  return listPage(context.session, podList, args);
}
