import { authorOf, type Author, type RequestContext } from '@plimsoll/shared';

/**
 * Whom a ticket's record names: the person, the customer's contact, or the machine behind the caller.
 *
 * @param reason as the caller gave it, unchecked; kept where it holds something
 */
export function ticketAuthorOf(
  context: RequestContext,
  reason?: string | null,
): Author & { actorId: string } {
  const { personId, contactId, subject } = context.principal;
  return {
    ...authorOf(context, reason?.trim() || null),
    actorId: personId ?? contactId ?? subject,
  };
}
