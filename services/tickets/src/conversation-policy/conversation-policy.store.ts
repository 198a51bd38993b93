import { Records, type Session } from '@plimsoll/shared';
import { ConversationPolicyEntity } from './conversation-policy.entity.js';

/** How replies and messages of strangers are dealt with, as the rest of the service knows it. */
export type ConversationPolicyRecord = ConversationPolicyEntity;

/** The policy, with its history and events. */
export const conversationPolicyRecords = new Records<ConversationPolicyRecord>({
  entity: ConversationPolicyEntity,
  noun: 'conversation policy',
  eventNoun: 'conversation_policy',
  eventData: ({ reopenDays, closedReply, strangersQueueId }) => ({
    reopenDays,
    closedReply,
    strangersQueueId,
  }),
});

/** The policy in force. Throws an Error for a caller who is not signed in. */
export async function findConversationPolicy(session: Session): Promise<ConversationPolicyRecord> {
  const [policy] = await session.query<ConversationPolicyRecord>(
    `select id, version, external_id as "externalId", source, reopen_days as "reopenDays",
            closed_reply as "closedReply", strangers_queue_id as "strangersQueueId"
       from conversation_policy`,
  );
  if (!policy) throw new Error('the policy of conversations is for callers who are signed in');
  return policy;
}
