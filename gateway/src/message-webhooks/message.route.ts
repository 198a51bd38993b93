import type { Logger } from '@plimsoll/shared';
import { raw, Router, type Request, type Response } from 'express';
import type { z } from 'zod';
import type { RequestFacts } from '../subgraphs/index.js';
import { notDelivered, WebhookRefusal, type MessageChannel, type WebhookSecrets } from '../webhooks/index.js';
import { callEvent } from './call.reader.js';
import { chatMessage, emailMessage } from './message.reader.js';
import type { Incoming, MessageForwarding } from './message.js';
import { readSigned, readSignedBody } from './signed-body.js';

/** What the addresses of messages need of their gateway. */
interface MessageParts {
  secrets: WebhookSecrets['messages'];
  /** The greatest body, in bytes. */
  bodyBytes: number;
  forward: MessageForwarding;
  stateOf: (request: Request) => { requestId: string; facts: RequestFacts };
  logger: Logger;
}

const SCHEMAS: Record<MessageChannel, z.ZodType<Incoming>> = {
  email: emailMessage,
  chat: chatMessage,
  telephony: callEvent,
};

/**
 * `POST /email`, `/chat` and `/telephony`: messages and calls, each signed by the system that passes it on. Answers 202 with
 * what came of it once it is kept; 401 without the signature, 400 and 422 for what cannot be taken, 413 for what is too
 * large, whereof nothing is kept; 503 where it may be sent again.
 */
export function messageRoutes(parts: MessageParts): Router {
  const router = Router();
  // Signatures are of the body as it came.
  const body = raw({ type: () => true, limit: parts.bodyBytes });
  for (const channel of Object.keys(SCHEMAS) as MessageChannel[]) {
    router.post(`/${channel}`, body, take(parts, channel));
  }
  return router;
}

function take({ secrets, forward, stateOf, logger }: MessageParts, channel: MessageChannel) {
  return async (request: Request, response: Response): Promise<void> => {
    const { requestId, facts } = stateOf(request);
    facts.operation = `webhook:${channel}`;
    try {
      const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const { source, text } = readSignedBody(channel, request.headers, body, secrets?.[channel] ?? []);
      const { sender, given } = readSigned(text, SCHEMAS[channel]);
      const subject = `webhook:${channel}:${source}`;
      facts.subject = subject;
      const answered = await handOn(forward, { sender, given }, source, { requestId, subject }).catch(
        (error: unknown) => {
          logger.error({ err: error, requestId }, 'a message could not be passed on');
          throw notDelivered();
        },
      );
      if ('refused' in answered) throw refusalOf(answered.refused);
      response.status(202).json(answered);
    } catch (error) {
      if (!(error instanceof WebhookRefusal)) throw error;
      const { status, code, message } = error;
      facts.errors = [code];
      if (status === 503) response.set('retry-after', '30');
      response.status(status).json({ errors: [{ message, extensions: { code, requestId } }] });
    }
  };
}

async function handOn(
  forward: MessageForwarding,
  { sender, given }: Incoming,
  source: string,
  asking: { requestId: string; subject: string },
) {
  const isTold = Object.values(sender).some((value: string | null) => value?.trim());
  const known = isTold
    ? await forward.senderOf(sender, asking.requestId)
    : { contactIds: [], customerId: null };
  return forward.receive(given.kind, { ...given.input, ...known, source }, asking);
}

function refusalOf({ code, message }: { code: string; message: string }): WebhookRefusal {
  return new WebhookRefusal(code === 'MESSAGE_TOO_LARGE' ? 413 : 422, code, message);
}
