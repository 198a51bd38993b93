import { z } from 'zod';
import type { Incoming } from './message.js';

const attachment = z.object({
  name: z.string(),
  mediaType: z.string(),
  bytes: z.number().nullish(),
  sha256: z.string().nullish(),
  url: z.string(),
});

const address = z.union([
  z.string().transform((text) => /<([^<>]*)>\s*$/.exec(text)?.[1] ?? text),
  z.object({ address: z.string() }).transform((one) => one.address),
]);

const words = {
  subject: z.string().nullish(),
  text: z.string().nullish(),
  html: z.string().nullish(),
  sentAt: z.iso.datetime({ offset: true }).nullish(),
  attachments: z.array(attachment).nullish(),
  csi: z.string().nullish(),
  ticketId: z.string().nullish(),
};

/** `<a> <b>` as a header has them, or a list. */
const ids = z.union([
  z.array(z.string()),
  z.string().transform((text) => text.match(/<[^<>\s]+>/g) ?? text.split(/\s+/).filter(Boolean)),
]);

const email = z.object({
  ...words,
  messageId: z.string(),
  inReplyTo: ids.nullish(),
  references: ids.nullish(),
  from: address,
  headers: z.record(z.string(), z.union([z.string(), z.array(z.string())])).nullish(),
});

const chat = z.object({
  ...words,
  messageId: z.string(),
  conversationId: z.string(),
  from: z
    .object({ email: z.string().nullish(), phone: z.string().nullish(), automatic: z.boolean().nullish() })
    .nullish(),
});

/** Headers that tell mail of machines, and name nobody. */
const TELLING = ['auto-submitted', 'precedence', 'content-type', 'x-autoreply', 'x-autorespond'];
/** Headers that tell it by being there; they hold addresses, which go no further. */
const TELLING_BY_PRESENCE = ['x-failed-recipients'];

const MOST_REFERENCES = 100;

/** A mail, as a mail gateway tells it. Both ends of a thread of more than 100 references are kept. */
export const emailMessage = email.transform(
  ({ from, csi, inReplyTo, references, headers, ...message }): Incoming => ({
    sender: { email: from, phone: null, csi: csi ?? null },
    given: {
      kind: 'MESSAGE',
      input: {
        ...message,
        channel: 'EMAIL',
        inReplyTo: inReplyTo?.[0] ?? null,
        references: shortened(references ?? []),
        headers: tellingHeaders(headers ?? {}),
      },
    },
  }),
);

/** What somebody has written in a chat, as its system tells it. */
export const chatMessage = chat.transform(({ from, csi, conversationId, ...message }): Incoming => ({
  sender: { email: from?.email ?? null, phone: from?.phone ?? null, csi: csi ?? null },
  given: {
    kind: 'MESSAGE',
    input: {
      ...message,
      channel: 'CHAT',
      thread: conversationId,
      headers: from?.automatic ? { 'auto-submitted': 'auto-generated' } : {},
    },
  },
}));

function shortened(references: readonly string[]): string[] {
  const [first] = references;
  if (first === undefined || references.length <= MOST_REFERENCES) return [...references];
  return [first, ...references.slice(1 - MOST_REFERENCES)];
}

function tellingHeaders(headers: Readonly<Record<string, string | string[]>>): Record<string, string> {
  const telling: Record<string, string> = {};
  for (const [given, value] of Object.entries(headers)) {
    const name = given.trim().toLowerCase();
    const text = (Array.isArray(value) ? value.join(', ') : value).trim();
    if (TELLING.includes(name)) telling[name] = text;
    if (TELLING_BY_PRESENCE.includes(name) && text !== '') telling[name] = 'yes';
    if (name === 'return-path' && (text === '<>' || text === '')) telling[name] = '<>';
  }
  return telling;
}
