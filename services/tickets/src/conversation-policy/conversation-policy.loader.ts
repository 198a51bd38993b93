import type { RequestContext } from '@plimsoll/shared';
import { findConversationPolicy, type ConversationPolicyRecord } from './conversation-policy.store.js';

/** The policy in force; null for callers who are not staff. */
export async function loadConversationPolicy(
  context: RequestContext,
): Promise<ConversationPolicyRecord | null> {
  return context.scope.kind === 'STAFF' ? findConversationPolicy(context.session) : null;
}
