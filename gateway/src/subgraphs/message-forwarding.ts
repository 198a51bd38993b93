import type { Logger } from '@plimsoll/shared';
import { z } from 'zod';
import type { MessageForwarding } from '../message-webhooks/index.js';
import { ownQuestion, type SourcesByName } from './own-question.js';

const sender = z.object({
  messageSender: z.object({ contactIds: z.array(z.string()), customerId: z.string().nullable() }),
});

const received = z.object({
  received: z.object({
    message: z.object({ id: z.string(), outcome: z.string(), reason: z.string().nullable() }).nullable(),
    ticketId: z.string().nullable(),
    repeated: z.boolean().nullable(),
    userErrors: z.array(z.object({ code: z.string(), message: z.string() })),
  }),
});

/** The mutations that take messages and calls. */
const MUTATIONS = { MESSAGE: 'receiveMessage', CALL: 'receiveCall' } as const;

/**
 * Asks the service that keeps contacts who may have sent a message, and hands it to the service that keeps tickets without
 * anybody's address or number. Sending one twice does no harm.
 *
 * @throws Error where there is no such service, or no answer came back
 */
export function messageForwardingOf(sources: SourcesByName, logger: Logger): MessageForwarding {
  const askSender = ownQuestion(sources, logger, {
    keeper: 'entitlements',
    document: `query MessageSender($attempt: MessageSenderAttempt!) {
      messageSender(attempt: $attempt) { contactIds customerId }
    }`,
    answer: sender,
    patienceMilliseconds: 5_000,
  });
  const hand = (mutation: 'receiveMessage' | 'receiveCall') =>
    ownQuestion(sources, logger, {
      keeper: 'tickets',
      document: `mutation Receive($input: ${mutation === 'receiveCall' ? 'ReceiveCallInput' : 'ReceiveMessageInput'}!) {
        received: ${mutation}(input: $input) {
          message { id outcome reason } ticketId repeated userErrors { code message }
        }
      }`,
      answer: received,
      patienceMilliseconds: 15_000,
    });
  const receiving = { MESSAGE: hand(MUTATIONS.MESSAGE), CALL: hand(MUTATIONS.CALL) };
  return {
    async senderOf(attempt, requestId) {
      const answered = await askSender({ attempt }, requestId);
      return answered?.messageSender ?? { contactIds: [], customerId: null };
    },
    async receive(kind, input, { requestId, subject }) {
      const answered = await receiving[kind]({ input }, requestId, subject);
      if (!answered) throw new Error('there is no service tickets');
      const { message, ticketId, repeated, userErrors } = answered.received;
      if (message) return { ...message, ticketId, repeated: repeated === true };
      const [refused] = userErrors;
      if (!refused) throw new Error('a message was neither taken nor refused');
      return { refused };
    },
  };
}
