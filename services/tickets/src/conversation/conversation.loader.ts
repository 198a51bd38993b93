import { listByParent, listPage, type Page, type RequestContext } from '@plimsoll/shared';
import {
  conversationList,
  findAttachments,
  findFollowed,
  findMentions,
  followUpList,
  mentionList,
  type AttachmentRecord,
  type ConversationArguments,
  type TicketMessageRecord,
} from './conversation.store.js';

/** A page of the conversation of a ticket; one statement for all tickets of the request. */
export function loadConversation(
  context: RequestContext,
  ticketId: string,
  args: ConversationArguments,
): Promise<Page<TicketMessageRecord> | null> {
  return context
    .loader<string, Page<TicketMessageRecord>>(`conversation:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, conversationList, 'ticket', ids, args),
    )
    .load(ticketId);
}

/** A page of the messages in which the caller is mentioned; none for a caller who is no person and no contact. */
export function listMentions(
  context: RequestContext,
  args: ConversationArguments,
): Promise<Page<TicketMessageRecord>> {
  const { personId, contactId } = context.principal;
  return listPage(context.session, mentionList, {
    ...args,
    filter: { mentionedId: personId ?? contactId ?? '' },
  });
}

/** The attachments of a message; batched a request. */
export async function loadAttachments(context: RequestContext, eventId: string): Promise<AttachmentRecord[]> {
  const found = await context
    .loader<string, AttachmentRecord[]>('attachments', (ids) => findAttachments(context.session, ids))
    .load(eventId);
  return found ?? [];
}

/** The ids of those whom a message mentions; batched a request. */
export async function loadMentions(context: RequestContext, eventId: string): Promise<string[]> {
  const found = await context
    .loader<string, { mentionedId: string }[]>('mentions', (ids) => findMentions(context.session, ids))
    .load(eventId);
  return (found ?? []).map(({ mentionedId }) => mentionedId);
}

/** The id of the finished ticket that a ticket follows, or null; batched a request. */
export async function loadFollowedId(context: RequestContext, ticketId: string): Promise<string | null> {
  const found = await context
    .loader<string, { ofTicketId: string }>('followed ticket', (ids) => findFollowed(context.session, ids))
    .load(ticketId);
  return found?.ofTicketId ?? null;
}

/** A page of the ids of the tickets that follow a finished one; one statement for all tickets of the request. */
export function loadFollowUps(
  context: RequestContext,
  ticketId: string,
  args: ConversationArguments,
): Promise<Page<{ id: string }> | null> {
  return context
    .loader<string, Page<{ id: string }>>(`follow-ups:${JSON.stringify(args)}`, (ids) =>
      listByParent(context.session, followUpList, 'ticket', ids, {
        first: args.first,
        after: args.after ?? null,
      }),
    )
    .load(ticketId);
}
