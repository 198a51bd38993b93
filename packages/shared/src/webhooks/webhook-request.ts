import { lookup as resolve } from 'node:dns';
import { request as httpRequest, type IncomingMessage, type RequestOptions } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isPublicAddress } from './public-address.js';

/** Why there was no answer; the text says so of whoever was asked: "could not be asked: no answer within 5000 ms". */
export class WebhookUnanswered extends Error {
  constructor(reason: string, options?: { cause?: unknown }) {
    super(reason, options);
    this.name = 'WebhookUnanswered';
  }
}

/** An answer longer than this is none. */
const LONGEST_ANSWER = 65_536;

/** One request to an endpoint. */
interface WebhookRequest {
  url: URL;
  headers: Record<string, string>;
  body: string;
  /** In all, from the connection to the end of the answer. */
  timeoutMs: number;
  /** Whether addresses that are not of the public internet may be asked. */
  allowPrivate: boolean;
}

/**
 * Posts a request and answers status and text; a redirect is an answer, never followed. The name is resolved once, and
 * the address that was checked is the one that is asked.
 *
 * @throws WebhookUnanswered where there is no answer in time, or the address is a private one
 */
export async function post(given: WebhookRequest): Promise<{ status: number; text: string }> {
  const { url, allowPrivate, timeoutMs } = given;
  const host = url.hostname.replace(/^\[|\]$/g, '');
  if (!allowPrivate && isIP(host) !== 0 && !isPublicAddress(host)) throw privateAddress(host);
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    return await exchange(given, signal);
  } catch (error) {
    if (error instanceof WebhookUnanswered) throw error;
    const why = signal.aborted ? `no answer within ${timeoutMs} ms` : 'the connection failed';
    throw new WebhookUnanswered(`could not be asked: ${why}`, { cause: error });
  }
}

function exchange(
  { url, headers, body, allowPrivate }: WebhookRequest,
  signal: AbortSignal,
): Promise<{ status: number; text: string }> {
  const options: RequestOptions = {
    method: 'POST',
    headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
    agent: false,
    signal,
    ...(allowPrivate ? {} : { lookup: publicLookup }),
  };
  const send = url.protocol === 'https:' ? httpsRequest : httpRequest;
  return new Promise((done, failed) => {
    const asked = send(url, options, (response) => {
      done(textOf(response).then((text) => ({ status: response.statusCode ?? 0, text })));
    });
    asked.once('error', failed);
    asked.end(body);
  });
}

async function textOf(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > LONGEST_ANSWER) {
      response.destroy();
      throw new WebhookUnanswered(`answered more than ${LONGEST_ANSWER} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Resolves a name to public addresses only, so that no name leads into the network the platform runs in. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  resolve(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const allowed = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = allowed;
    if (!first || allowed.length < addresses.length) return callback(privateAddress(hostname), '', 0);
    if (options.all) return callback(null, allowed);
    return callback(null, first.address, first.family);
  });
};

function privateAddress(host: string): WebhookUnanswered {
  return new WebhookUnanswered(`at ${host} has a private address, which is not allowed by the configuration`);
}
