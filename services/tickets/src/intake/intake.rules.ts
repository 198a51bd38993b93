import { checkText, DomainError, invalid } from '@plimsoll/shared';

/** What came of a message from outside. */
export type MessageOutcomeName =
  'OPENED' | 'APPENDED' | 'RESUMED' | 'REOPENED' | 'FOLLOWED_UP' | 'NOTED' | 'IGNORED';

/** Why a message was written by no person. */
export type AutomaticKind = 'BOUNCE' | 'AUTO_REPLY' | 'BULK';

/** Headers by which automatic mail is told from mail of people; the gateway passes no others on. */
export type MessageHeaders = Readonly<Record<string, string>>;

/**
 * Why a message was written by no person; null where one wrote it. By `Auto-Submitted` (RFC 3834 section 5), the report
 * of a delivery (RFC 3464), the empty sender of bounces (RFC 5321 section 4.5.5), and what older systems say instead.
 * Mail that came over a list is of people: companies write to the desk from lists.
 *
 * @param headers by their names in small letters
 */
export function automaticKindOf(headers: MessageHeaders): AutomaticKind | null {
  const said = (name: string) => headers[name]?.trim().toLowerCase() ?? '';
  const isReport = said('content-type').startsWith('multipart/report');
  if ((isReport && said('content-type').includes('delivery-status')) || said('x-failed-recipients') !== '') {
    return 'BOUNCE';
  }
  const submitted = said('auto-submitted').split(';', 1)[0]?.trim() ?? '';
  if (submitted !== '' && submitted !== 'no') return 'AUTO_REPLY';
  if (isReport) return 'AUTO_REPLY';
  if (said('x-autoreply') !== '' || said('x-autorespond') !== '' || said('precedence') === 'auto_reply') {
    return 'AUTO_REPLY';
  }
  if (said('return-path') === '<>') return 'BOUNCE';
  return ['bulk', 'junk'].includes(said('precedence')) ? 'BULK' : null;
}

/**
 * An id that another system gives, of at most so many bytes in UTF-8: it is looked for by an index, which takes no longer
 * ones.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkId(value: string, field: string, mostBytes: number): string {
  const id = checkText(value, field, mostBytes);
  if (new TextEncoder().encode(id).length > mostBytes) {
    throw invalid(`\`${field}\` has at most ${mostBytes} bytes in UTF-8.`, [field]);
  }
  return id;
}

/** What a message refers to. */
export interface MessageReferences {
  messageId: string;
  inReplyTo: string | null;
  references: readonly string[];
  subject: string | null;
}

const OWN_ID = /(?<![0-9a-z])((?:tkt|tev)_[0-9a-hjkmnp-tv-z]{26})(?![0-9a-z])/g;
const TOKEN = /\[(tkt_[0-9a-hjkmnp-tv-z]{26})\]/;

/** The ids of tickets and their events within a text, such as the message ids of what the desk has sent; each once. */
function ownIdsIn(text: string): string[] {
  return [...new Set([...text.matchAll(OWN_ID)].map(([, id]) => id ?? ''))];
}

/**
 * The tickets and events of ours that a message names, nearest first: by the token `[tkt_…]` in its subject, and by
 * message ids of ours that it answers, which contain the id of a ticket or of an event.
 */
export function ownReferences({ subject, inReplyTo, references }: MessageReferences): string[] {
  const token = TOKEN.exec(subject ?? '')?.[1];
  const answered = answeredOf({ inReplyTo, references }).flatMap(ownIdsIn);
  return [...new Set([...(token === undefined ? [] : [token]), ...answered])];
}

/** The message ids that a message answers, nearest first. */
export function answeredOf({
  inReplyTo,
  references,
}: Pick<MessageReferences, 'inReplyTo' | 'references'>): string[] {
  return [...new Set([...(inReplyTo === null ? [] : [inReplyTo]), ...references.toReversed()])];
}

/** Whether a message is one that the desk has sent itself, which came back. */
export function isOwn({ messageId }: Pick<MessageReferences, 'messageId'>): boolean {
  return ownIdsIn(messageId).length > 0;
}

/** The message with which a thread began, as far as this one tells (RFC 5322 section 3.6.4). */
export function rootOf({ messageId, inReplyTo, references }: Omit<MessageReferences, 'subject'>): string {
  return references[0] ?? inReplyTo ?? messageId;
}

/** Somebody who may have sent a message: a contact of a customer. */
export interface Sender {
  contactId: string | null;
  customerId: string;
}

/** Who has sent a message, and what it does to the ticket that it belongs to. */
export interface Reception {
  sender: Sender | null;
  /**
   * `REPLY`: it is said on that ticket, as its customer's words; `NOTE`: it is shown to staff on that ticket; `OPEN`: it
   * opens a ticket.
   */
  as: 'REPLY' | 'NOTE' | 'OPEN';
  /** Why nobody is known to be the sender, or why it does not stand on the ticket; null where there is nothing to say. */
  reason: string | null;
}

/**
 * How a message is received. It is the customer's reply where its sender belongs to the ticket's customer, and where the
 * ticket is nobody's yet. What comes from a stranger into a customer's ticket is for staff to look at, and what comes from
 * another customer is a matter of its own. Somebody who writes for several customers is nobody where no ticket decides.
 *
 * @param senders who may have sent it; several where an address belongs to several contacts
 */
export function receptionOf(
  ticket: { customerId: string | null } | null,
  senders: readonly Sender[],
): Reception {
  const own = ticket && senders.find(({ customerId }) => customerId === ticket.customerId);
  if (own) return { sender: own, as: 'REPLY', reason: null };
  const customers = new Set(senders.map(({ customerId }) => customerId));
  const sender = customers.size === 1 ? (senders[0] ?? null) : null;
  if (ticket && ticket.customerId === null) return { sender, as: 'REPLY', reason: null };
  if (ticket && senders.length === 0) {
    return {
      sender: null,
      as: 'NOTE',
      reason: "The sender is not known as a contact of the ticket's customer.",
    };
  }
  if (customers.size > 1) {
    return {
      sender: null,
      as: 'OPEN',
      reason: `The sender is a contact of ${customers.size} customers, and the message does not say of which.`,
    };
  }
  if (ticket) {
    return { sender, as: 'OPEN', reason: 'The message answers a ticket of another customer.' };
  }
  return {
    sender,
    as: 'OPEN',
    reason: sender ? null : 'The sender is not known as a contact of any customer.',
  };
}

const LONGEST_MESSAGE = 100_000;

/**
 * The text of a message as it is kept: without NUL and halves of surrogate pairs, which no database keeps, and with line
 * breaks of one kind.
 *
 * @throws DomainError `MESSAGE_TOO_LARGE` beyond 100,000 characters
 */
export function keptText(text: string, hasAttachments: boolean): string {
  const kept = cleaned(text).trim();
  if (kept.length > LONGEST_MESSAGE) {
    throw new DomainError(
      'MESSAGE_TOO_LARGE',
      `The text of a message has at most ${LONGEST_MESSAGE} characters; this one has ${kept.length}.`,
      ['text'],
    );
  }
  if (kept !== '') return kept;
  return hasAttachments ? '(no text, attachments alone)' : '(no text)';
}

const LONGEST_SUBJECT = 300;

/**
 * The subject of a ticket by that of a message, or, as of chats, by the first line of its text: in one line, without our
 * token, cut at 300 characters.
 */
export function keptSubject(subject: string | null, text: string): string {
  const [firstLine = ''] = text.trim().split('\n', 1);
  const line = [subject ?? '', firstLine].map(inOneLine).find((one) => one !== '') ?? '(no subject)';
  return line.length <= LONGEST_SUBJECT ? line : `${wellFormed(line.slice(0, LONGEST_SUBJECT - 1))}…`;
}

function inOneLine(text: string): string {
  return cleaned(text).replace(TOKEN, '').replaceAll(/\s+/g, ' ').trim();
}

/** A text that was cut, without the half of a character at its end. */
function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF]$/, '').trimEnd();
}

function cleaned(text: string): string {
  return text
    .replaceAll('\u0000', '')
    .replaceAll(/[\uD800-\uDFFF]/gu, '\uFFFD')
    .replaceAll(/\r\n?/g, '\n');
}

/** How long a call lasted, for people: `1 h 2 min 3 s`. */
export function durationText(seconds: number): string {
  const whole = Math.round(seconds);
  const parts: [number, string][] = [
    [Math.floor(whole / 3_600), 'h'],
    [Math.floor((whole % 3_600) / 60), 'min'],
    [whole % 60, 's'],
  ];
  const shown = parts.filter(([count]) => count > 0).map(([count, unit]) => `${count} ${unit}`);
  return shown.length === 0 ? '0 s' : shown.join(' ');
}
