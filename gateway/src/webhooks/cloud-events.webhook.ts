import type { IncomingHttpHeaders } from 'node:http';
import { CloudEvent, HTTP } from 'cloudevents';
import { isNamed, type Delivery } from './delivery.js';
import { notAuthentic, notConfigured, notReadable } from './webhook.errors.js';
import { isSecret } from './webhook-secrets.js';

const MOST_EVENTS = 100;

/**
 * The deliveries in a request with CloudEvents 1.0 in binary, structured or batched mode. The sender shows the secret
 * as a bearer token, as the specification of web hooks for CloudEvents has it, since a signature of the body would say
 * nothing of the attributes that travel as headers.
 *
 * @throws WebhookRefusal
 */
export function readCloudEvents(
  headers: IncomingHttpHeaders,
  body: string,
  secrets: readonly string[],
): Delivery[] {
  if (secrets.length === 0) throw notConfigured('WEBHOOK_SECRET_CLOUDEVENTS');
  const bearer = /^Bearer +(\S+)$/i.exec(headers.authorization ?? '')?.[1];
  if (bearer === undefined || !isSecret(bearer, secrets)) {
    throw notAuthentic('The header Authorization does not carry the secret agreed on as a bearer token.');
  }
  const events = parse(headers, body);
  if (events.length > MOST_EVENTS) throw notReadable(`A batch has at most ${MOST_EVENTS} events.`);
  return events.map((event) => {
    const deliveryId = `${event.source} ${event.id}`;
    const { type } = event;
    if (!isNamed({ deliveryId, type })) {
      throw notReadable('`source` and `id` or `type` are too long, or have characters that cannot be kept.');
    }
    return { deployer: 'CLOUD_EVENTS', deliveryId, type, payload: event.toJSON() };
  });
}

function parse(headers: IncomingHttpHeaders, body: string): CloudEvent<unknown>[] {
  try {
    // The charset is always UTF-8 here, and the library knows some spellings of it only.
    const type = headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    const message = { headers: { ...headers, ...(type ? { 'content-type': type } : {}) }, body };
    const parsed = HTTP.toEvent<unknown>(message);
    const events = (Array.isArray(parsed) ? parsed : [parsed]).map((event) => new CloudEvent(event, false));
    for (const event of events) event.validate();
    return events;
  } catch (error) {
    throw notReadable(
      `Not a CloudEvent 1.0: ${error instanceof Error ? error.message.slice(0, 200) : 'unreadable'}.`,
    );
  }
}
