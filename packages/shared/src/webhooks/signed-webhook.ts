import { Webhook } from 'standardwebhooks';
import { post } from './webhook-request.js';

/** Where messages go. */
export interface WebhookEndpoint {
  url: string;
  /** `whsec_…`, base64 of 24–64 random bytes; several while one is being replaced. */
  secrets: readonly string[];
  /** How long an answer may take, in milliseconds. */
  timeoutMs: number;
  /** Whether it may stand at an address that is not of the public internet, and without TLS. */
  allowPrivate: boolean;
}

/** Whether a text can sign messages: `whsec_` and the base64 of 24–64 bytes. */
export function isWebhookSecret(text: string): boolean {
  const bytes = Buffer.from(text.replace(/^whsec_/, ''), 'base64').length;
  return /^whsec_[A-Za-z0-9+/]+=*$/.test(text) && bytes >= 24 && bytes <= 64;
}

/**
 * Posts a JSON body signed by the Standard Webhooks scheme (https://www.standardwebhooks.com) and answers status and text.
 *
 * @param id the `webhook-id`: the same for every attempt of one message, by which its receiver knows it again
 * @throws WebhookUnanswered where there is no answer in time, or the address is a private one
 */
export function sendSigned(
  endpoint: WebhookEndpoint,
  id: string,
  body: string,
): Promise<{ status: number; text: string }> {
  const now = new Date();
  return post({
    url: new URL(endpoint.url),
    body,
    timeoutMs: endpoint.timeoutMs,
    allowPrivate: endpoint.allowPrivate,
    headers: {
      'content-type': 'application/json',
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(now.getTime() / 1000)),
      'webhook-signature': endpoint.secrets
        .map((secret) => new Webhook(secret).sign(id, now, body))
        .join(' '),
    },
  });
}
