import { verifyWithFallback } from '@octokit/webhooks-methods';
import type { IncomingHttpHeaders } from 'node:http';
import { isNamed, type Delivery } from './delivery.js';
import { notAuthentic, notConfigured, notReadable } from './webhook.errors.js';

/**
 * The delivery in a request of GitHub, signed over its body as it came
 * (https://docs.github.com/webhooks/using-webhooks/validating-webhook-deliveries).
 *
 * @throws WebhookRefusal
 */
export async function readGitHubDelivery(
  headers: IncomingHttpHeaders,
  body: string,
  secrets: readonly string[],
): Promise<Delivery> {
  const [secret, ...others] = secrets;
  if (secret === undefined) throw notConfigured('WEBHOOK_SECRET_GITHUB');
  const signature = headerOf(headers, 'x-hub-signature-256');
  if (!signature || body === '' || !(await verifyWithFallback(secret, body, signature, others))) {
    throw notAuthentic('X-Hub-Signature-256 is not the signature of this body with the secret agreed on.');
  }
  const type = headerOf(headers, 'x-github-event');
  const deliveryId = headerOf(headers, 'x-github-delivery');
  if (!type || !deliveryId || !isNamed({ deliveryId, type })) {
    throw notReadable('A delivery of GitHub has the headers X-GitHub-Event and X-GitHub-Delivery.');
  }
  return { deployer: 'GITHUB', deliveryId, type, payload: parse(body) };
}

function parse(body: string): object {
  try {
    const payload: unknown = JSON.parse(body);
    if (typeof payload === 'object' && payload !== null && !Array.isArray(payload)) return payload;
  } catch {
    // Said below.
  }
  throw notReadable('The body is no JSON object; choose the content type application/json for this webhook.');
}

function headerOf(headers: IncomingHttpHeaders, name: string): string | null {
  const value = headers[name];
  return typeof value === 'string' ? value : null;
}
