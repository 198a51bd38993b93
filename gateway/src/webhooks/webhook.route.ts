import type { IncomingHttpHeaders } from 'node:http';
import type { Logger } from '@plimsoll/shared';
import { raw, Router, type Request, type Response } from 'express';
import type { RequestFacts } from '../subgraphs/index.js';
import { readCloudEvents } from './cloud-events.webhook.js';
import type { Delivery, DeliveryForwarding, Receipt } from './delivery.js';
import { readGitHubDelivery } from './github.webhook.js';
import { notDelivered, WebhookRefusal } from './webhook.errors.js';
import type { WebhookSecrets } from './webhook-secrets.js';

/** What webhooks need of their gateway. */
interface WebhookParts {
  secrets: WebhookSecrets;
  /** The greatest body, in bytes. */
  bodyBytes: number;
  forward: DeliveryForwarding;
  stateOf: (request: Request) => { requestId: string; facts: RequestFacts };
  logger: Logger;
}

type Reader = (headers: IncomingHttpHeaders, body: string) => Promise<Delivery[]> | Delivery[];

/**
 * `POST /github` and `POST /cloudevents`: deliveries of deployers. Answers 202 with what came of each once it is kept;
 * 401 without the secret and 413 beyond the greatest body, whereof nothing is kept; 503 where it may be sent again.
 */
export function webhookRoutes(parts: WebhookParts): Router {
  const { secrets, bodyBytes } = parts;
  const router = Router();
  // Signatures are of the body as it came.
  router.use(raw({ type: () => true, limit: bodyBytes }));
  router.post(
    '/github',
    take(parts, 'github', async (headers, body) => [await readGitHubDelivery(headers, body, secrets.github)]),
  );
  router.post(
    '/cloudevents',
    take(parts, 'cloudevents', (headers, body) => readCloudEvents(headers, body, secrets.cloudEvents)),
  );
  router.options('/cloudevents', agree);
  return router;
}

function take({ forward, stateOf, logger }: WebhookParts, name: string, read: Reader) {
  return async (request: Request, response: Response): Promise<void> => {
    const { requestId, facts } = stateOf(request);
    facts.operation = `webhook:${name}`;
    try {
      const body = Buffer.isBuffer(request.body) ? request.body.toString('utf8') : '';
      const receipts: Receipt[] = [];
      for (const delivery of await read(request.headers, body)) {
        receipts.push(
          await forward(delivery, requestId).catch((error: unknown) => {
            logger.error({ err: error, requestId }, 'a delivery could not be passed on');
            throw notDelivered();
          }),
        );
      }
      response.status(202).json(receipts.length === 1 ? receipts[0] : receipts);
    } catch (error) {
      if (!(error instanceof WebhookRefusal)) throw error;
      const { status, code, message } = error;
      facts.errors = [code];
      if (status === 503) response.set('retry-after', '30');
      response.status(status).json({ errors: [{ message, extensions: { code, requestId } }] });
    }
  };
}

/** Consents to deliveries, for senders that ask first (section 4 of the specification of web hooks for CloudEvents). */
function agree(request: Request, response: Response): void {
  const origin = request.headers['webhook-request-origin'];
  if (typeof origin === 'string') response.set('webhook-allowed-origin', origin);
  response.set('allow', 'POST').status(200).end();
}
