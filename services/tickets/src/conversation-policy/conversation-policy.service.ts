import { authorize, authorOf, checkText, invalid, type RequestContext } from '@plimsoll/shared';
import { queueRecords } from '../queue/index.js';
import { conversationPolicyRecords, type ConversationPolicyRecord } from './conversation-policy.store.js';
import type { SetConversationPolicyInput } from './conversation-policy.types.js';

const MOST_DAYS = 365;

/** Says how replies and messages of strangers are dealt with from now on. Roles: admin, manager. */
export async function setConversationPolicy(
  context: RequestContext,
  input: SetConversationPolicyInput,
): Promise<ConversationPolicyRecord> {
  authorize(context, 'admin', 'manager');
  const author = authorOf(context, checkText(input.reason, 'reason'));
  const { id, expectedVersion, reopenDays, closedReply, strangersQueueId } = input;
  if (reopenDays != null && (reopenDays < 0 || reopenDays > MOST_DAYS)) {
    throw invalid(`\`reopenDays\` is from 0 to ${MOST_DAYS}.`, ['reopenDays']);
  }
  return context.session.transaction((tx) =>
    conversationPolicyRecords.update(tx, author, id, expectedVersion, async () => {
      if (strangersQueueId != null) await queueRecords.require(tx, strangersQueueId, ['strangersQueueId']);
      return {
        ...(reopenDays == null ? {} : { reopenDays }),
        ...(closedReply == null ? {} : { closedReply }),
        strangersQueueId,
      };
    }),
  );
}
