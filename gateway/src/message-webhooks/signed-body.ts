import type { IncomingHttpHeaders } from 'node:http';
import { Webhook } from 'standardwebhooks';
import type { z } from 'zod';
import {
  notAuthentic,
  notConfigured,
  notReadable,
  variableOf,
  type MessageChannel,
  type SourceSecret,
} from '../webhooks/index.js';

/**
 * The system that has signed a request by the Standard Webhooks scheme (https://www.standardwebhooks.com), and the text that
 * it has signed: HMAC-SHA-256 over id, time and body, five minutes to either side of now.
 *
 * @throws WebhookRefusal
 */
export function readSignedBody(
  channel: MessageChannel,
  headers: IncomingHttpHeaders,
  body: Buffer,
  secrets: readonly SourceSecret[],
): { source: string; text: string } {
  if (secrets.length === 0) throw notConfigured(variableOf(channel));
  const text = decoded(body);
  const signed = {
    'webhook-id': headerOf(headers, 'webhook-id'),
    'webhook-timestamp': headerOf(headers, 'webhook-timestamp'),
    'webhook-signature': headerOf(headers, 'webhook-signature'),
  };
  for (const { source, secret } of secrets) {
    if (isSigned(secret, text, signed)) return { source, text };
  }
  throw notAuthentic(
    'webhook-signature is not the signature of webhook-id, webhook-timestamp and this body with the secret agreed on, or is older than five minutes.',
  );
}

function isSigned(secret: string, text: string, headers: Record<string, string>): boolean {
  try {
    new Webhook(secret).verify(text, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

function headerOf(headers: IncomingHttpHeaders, name: string): string {
  const value = headers[name];
  return typeof value === 'string' ? value : '';
}

function decoded(body: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw notReadable('The body is not UTF-8.');
  }
}

/**
 * What a signed text says, as a schema has it.
 *
 * @throws WebhookRefusal naming what is wrong, and showing nothing of what was sent
 */
export function readSigned<Message>(text: string, schema: z.ZodType<Message>): Message {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw notReadable('The body is not JSON.');
  }
  const { data, error } = schema.safeParse(value);
  if (!error) return data;
  const [issue] = error.issues;
  const place = issue?.path.join('.') ?? '';
  throw notReadable(place === '' ? `${issue?.message}.` : `\`${place}\`: ${issue?.message}.`);
}
