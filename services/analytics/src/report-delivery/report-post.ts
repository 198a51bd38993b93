import { ConfigError, readConfig, sendSigned, WebhookUnanswered } from '@plimsoll/shared';
import { createTransport, type Transporter } from 'nodemailer';
import MailComposer from 'nodemailer/lib/mail-composer';
import { Readable } from 'node:stream';
import { z } from 'zod';
import type { Attempt } from './attempt.rules.js';

/** A message to one mail address. */
export interface Letter {
  /** The same for every attempt. */
  readonly id: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments: readonly { filename: string; contentType: string; content: string }[];
}

/** A message to a webhook. */
export interface Delivery {
  /** The same for every attempt: its receiver takes it once. */
  readonly id: string;
  readonly url: string;
  readonly secret: string;
  readonly body: unknown;
}

/** How reports leave the platform. */
export interface ReportPost {
  readonly canMail: boolean;
  /** Whether webhooks may stand in the network of the platform itself, and without TLS. */
  readonly allowsPrivate: boolean;
  mail(letter: Letter): Promise<Attempt>;
  deliver(delivery: Delivery): Promise<Attempt>;
  close(): void;
}

const variables = z.object({
  SMTP_URL: z.string().optional(),
  MAIL_FROM: z.string().optional(),
  REPORT_WEBHOOK_ALLOW_PRIVATE: z.enum(['true', 'false']).optional(),
});

/** How long a mail server may be silent, and a webhook take for its answer, in milliseconds. */
const PATIENCE_MS = 20_000;

/**
 * The way out of the platform that the environment tells: `SMTP_URL` (`smtp://` or `smtps://`, with user and password
 * where the server asks for them) and `MAIL_FROM`, both or neither; `REPORT_WEBHOOK_ALLOW_PRIVATE`.
 *
 * @throws ConfigError naming what is missing or malformed
 */
export function readReportPost(environment: NodeJS.ProcessEnv): ReportPost {
  const read = readConfig(variables, environment);
  const { SMTP_URL: smtpUrl, MAIL_FROM: from } = read;
  if ((smtpUrl === undefined) !== (from === undefined)) {
    throw new ConfigError('SMTP_URL and MAIL_FROM go together.');
  }
  if (smtpUrl !== undefined && !/^smtps?:$/.test(URL.parse(smtpUrl)?.protocol ?? '')) {
    throw new ConfigError('SMTP_URL is a smtp:// or smtps:// URL.');
  }
  const allowsPrivate = read.REPORT_WEBHOOK_ALLOW_PRIVATE === 'true';
  const transport = smtpUrl === undefined ? null : transportTo(smtpUrl);
  return {
    canMail: transport !== null,
    allowsPrivate,
    mail: (letter) =>
      transport === null
        ? Promise.resolve({ status: 'NOT_SENT', error: 'no mail server is configured', again: true })
        : mail(transport, from ?? '', letter),
    deliver: (delivery) => deliver(delivery, allowsPrivate),
    close: () => transport?.close(),
  };
}

function transportTo(url: string): Transporter {
  return createTransport({
    url,
    connectionTimeout: PATIENCE_MS,
    greetingTimeout: PATIENCE_MS,
    socketTimeout: PATIENCE_MS,
    disableFileAccess: true,
    disableUrlAccess: true,
  });
}

async function mail(transport: Transporter, from: string, letter: Letter): Promise<Attempt> {
  const { id, attachments, ...parts } = letter;
  const composed = new MailComposer({
    ...parts,
    from,
    messageId: `<${id}@plimsoll>`,
    headers: { 'Auto-Submitted': 'auto-generated' },
    attachments: attachments.map((attachment) => ({ ...attachment })),
    disableFileAccess: true,
    disableUrlAccess: true,
  }).compile();
  const raw = Readable.from([await composed.build()]);
  let isHandedOver = false;
  raw.once('end', () => (isHandedOver = true));
  try {
    await transport.sendMail({ envelope: composed.getEnvelope(), raw });
    return { status: 'SENT' };
  } catch (error) {
    return attemptOf(error as MailError, isHandedOver);
  }
}

/** What nodemailer tells of a failure: the server's answer, where there was one. */
interface MailError extends Error {
  responseCode?: number;
}

/** A server that has all of a message and does not answer may have taken it; at any other moment it has not. */
function attemptOf({ message, responseCode }: MailError, isHandedOver: boolean): Attempt {
  const error = message.slice(0, 500);
  if (responseCode !== undefined) return { status: 'NOT_SENT', error, again: responseCode < 500 };
  return isHandedOver ? { status: 'UNKNOWN', error } : { status: 'NOT_SENT', error, again: true };
}

async function deliver({ id, url, secret, body }: Delivery, allowPrivate: boolean): Promise<Attempt> {
  try {
    const { status } = await sendSigned(
      { url, secrets: [secret], timeoutMs: PATIENCE_MS, allowPrivate },
      id,
      JSON.stringify(body),
    );
    if (status >= 200 && status < 300) return { status: 'SENT' };
    // Gone for good; else the receiver may be better tomorrow.
    return { status: 'NOT_SENT', error: `answered with status ${status}`, again: status !== 410 };
  } catch (error) {
    if (!(error instanceof WebhookUnanswered)) throw error;
    // Its receiver takes a message of the same id once: trying again does no harm.
    return { status: 'NOT_SENT', error: error.message, again: true };
  }
}
