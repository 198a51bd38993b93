import { listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  findPostmortemsOf,
  findReasons,
  postmortemList,
  postmortemRecords,
  type PostmortemListArguments,
  type PostmortemRecord,
} from './postmortem.store.js';

/** The postmortem with this id, or null where the caller sees none; batched a request. */
export function loadPostmortem(context: RequestContext, id: string): Promise<PostmortemRecord | null> {
  return context
    .loader<string, PostmortemRecord>('postmortem', (ids) =>
      postmortemRecords.findInOrder(context.session, ids),
    )
    .load(id);
}

/** A page of the postmortems the caller sees. */
export function listPostmortems(
  context: RequestContext,
  args: PostmortemListArguments,
): Promise<Page<PostmortemRecord>> {
  return listPage(context.session, postmortemList, args);
}

/** The postmortem of a ticket, or null; batched a request. */
export function loadPostmortemOf(
  context: RequestContext,
  ticketId: string,
): Promise<PostmortemRecord | null> {
  return context
    .loader<string, PostmortemRecord>('postmortem-of', (ids) => findPostmortemsOf(context.session, ids))
    .load(ticketId);
}

/** What customers were told of the reason of an incident, or null; batched a request. */
export function loadReason(context: RequestContext, ticketId: string): Promise<string | null> {
  return context
    .loader<string, string>('reason-for-outage', (ids) => findReasons(context.session, ids))
    .load(ticketId);
}
