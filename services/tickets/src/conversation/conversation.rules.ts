import { DomainError, invalid } from '@plimsoll/shared';
import { TicketStatus } from '../ticket/index.js';

/** What a reply of the customer does to its ticket. */
export type ReplyEffect = 'APPENDED' | 'RESUMED' | 'REOPENED' | 'FOLLOWED_UP';

/** What a company says of replies to tickets that are done. */
export interface ReplyBounds {
  /** How many days of 24 hours after a ticket was resolved a reply takes it up again; 0: never. */
  reopenDays: number;
  /** What a reply does to a closed ticket within these days: a new ticket, or this one again. */
  closedReply: 'FOLLOW_UP' | 'REOPEN';
}

/** What of a ticket decides about a reply. */
export interface RepliedTicket {
  status: TicketStatus;
  resolvedAt: Date | null;
  closedAt: Date | null;
  touchedAt: Date;
}

const DAY = 86_400_000;

/**
 * What a reply of the customer does: it ends waiting for the customer; it takes a resolved ticket up again where fewer
 * than `reopenDays` have passed since, and a closed one too where the company wants that; later it opens a new ticket that
 * follows the old one. A ticket of which nobody knows when it was resolved counts from when something last happened.
 */
export function effectOfReply(ticket: RepliedTicket, bounds: ReplyBounds, now: Date): ReplyEffect {
  const { status } = ticket;
  if (status === TicketStatus.WAITING_ON_CUSTOMER) return 'RESUMED';
  if (status !== TicketStatus.RESOLVED && status !== TicketStatus.CLOSED) return 'APPENDED';
  if (status === TicketStatus.CLOSED && bounds.closedReply === 'FOLLOW_UP') return 'FOLLOWED_UP';
  const doneAt = ticket.resolvedAt ?? ticket.closedAt ?? ticket.touchedAt;
  return now.getTime() - doneAt.getTime() < bounds.reopenDays * DAY ? 'REOPENED' : 'FOLLOWED_UP';
}

/** A file that stands elsewhere, as somebody gives it. */
export interface GivenAttachment {
  name: string;
  mediaType: string;
  /** Its size; null where it is not known. */
  bytes?: number | null;
  /** SHA-256 of its content in hexadecimal digits; null where it is not known. */
  sha256?: string | null;
  /** Where it can be fetched. */
  url: string;
}

const MOST_ATTACHMENTS = 20;
const MOST_BYTES = 10 * 1024 ** 3;
// What a file name cannot have: separators of paths, control characters and halves of surrogate pairs.
// oxlint-disable-next-line no-control-regex
const NOT_IN_NAMES = /[\u0000-\u001f\u007f/\\\uD800-\uDFFF]/u;

/**
 * Attachments in the form in which they are kept: at most 20, each with a name that is no path, a media type, at most
 * 10 GiB, a checksum in lower case, and an https address without a user's password.
 *
 * @throws DomainError `INVALID` naming the field
 */
export function checkAttachments(given: readonly GivenAttachment[]): Required<GivenAttachment>[] {
  if (given.length > MOST_ATTACHMENTS) {
    throw invalid(`A message has at most ${MOST_ATTACHMENTS} attachments.`, ['attachments']);
  }
  return given.map((attachment, index) => {
    const refuse = (field: string, message: string) =>
      invalid(message, ['attachments', String(index), field]);
    const name = attachment.name.trim();
    if (name === '' || name.length > 255 || NOT_IN_NAMES.test(name)) {
      throw refuse('name', 'The name of a file has 1 to 255 characters and no `/` or `\\`.');
    }
    const mediaType = attachment.mediaType.trim().toLowerCase();
    if (
      mediaType.length > 127 ||
      !/^[a-z0-9][a-z0-9!#$&^_.+-]*\/[a-z0-9][a-z0-9!#$&^_.+-]*$/.test(mediaType)
    ) {
      throw refuse('mediaType', 'A media type is such as `image/png`, without parameters.');
    }
    const bytes = attachment.bytes ?? null;
    if (bytes !== null && (!Number.isInteger(bytes) || bytes < 0 || bytes > MOST_BYTES)) {
      throw refuse('bytes', 'The size is a whole number of bytes from 0 to 10 GiB.');
    }
    const sha256 = attachment.sha256?.trim().toLowerCase() ?? null;
    if (sha256 !== null && !/^[0-9a-f]{64}$/.test(sha256)) {
      throw refuse('sha256', 'A SHA-256 checksum has 64 hexadecimal digits.');
    }
    return { name, mediaType, bytes, sha256, url: checkAddress(attachment.url, refuse) };
  });
}

function checkAddress(text: string, refuse: (field: string, message: string) => DomainError): string {
  const url = URL.canParse(text) && text.length <= 2_000 ? new URL(text) : null;
  if (url?.protocol !== 'https:' || url.username !== '' || url.password !== '') {
    throw refuse(
      'url',
      'The address of a file is an https URL of at most 2,000 characters without a password.',
    );
  }
  return url.href;
}

const MENTION = /@((?:per|con)_[0-9a-hjkmnp-tv-z]{26})(?![0-9a-z])/g;

/** Who is mentioned in a text: `@per_…` is a member of staff, `@con_…` one of the customer's contacts; each once. */
export function mentionedIn(text: string): string[] {
  return [...new Set([...text.matchAll(MENTION)].map(([, id]) => id ?? ''))];
}

const MOST_MENTIONS = 50;

/** The mentions of a message, each once. @throws DomainError `INVALID` for more than 50 */
export function checkMentions(text: string, given: readonly string[]): string[] {
  const all = [...new Set([...given, ...mentionedIn(text)])];
  if (all.length > MOST_MENTIONS) {
    throw invalid(`A message mentions at most ${MOST_MENTIONS} people.`, ['mentionIds']);
  }
  return all;
}

/** What of a message decides whether it may be changed. */
export interface WrittenMessage {
  type: string;
  actorId: string | null;
  redactedAt: Date | null;
}

/**
 * A note is edited by whoever wrote it; what customers may have read is not edited.
 *
 * @throws DomainError `NOT_A_NOTE`, `REDACTED`, `NOT_THE_AUTHOR`
 */
export function requireEditable(message: WrittenMessage, actorId: string): void {
  if (message.type !== 'NOTED') {
    throw new DomainError('NOT_A_NOTE', 'Only a note is edited; write another reply instead.', ['id']);
  }
  if (message.redactedAt) throw redacted();
  if (message.actorId !== actorId) {
    throw new DomainError('NOT_THE_AUTHOR', 'A note is edited by whoever wrote it. Write another note.', [
      'id',
    ]);
  }
}

/**
 * A note or reply is redacted by whoever wrote it, or by an admin or manager.
 *
 * @throws DomainError `NOT_A_MESSAGE`, `REDACTED`, `NOT_THE_AUTHOR`
 */
export function requireRedactable(message: WrittenMessage, actorId: string, isChief: boolean): void {
  if (message.type !== 'NOTED' && message.type !== 'REPLIED') {
    throw new DomainError('NOT_A_MESSAGE', 'Only notes and replies are redacted.', ['id']);
  }
  if (message.redactedAt) throw redacted();
  if (message.actorId !== actorId && !isChief) {
    throw new DomainError(
      'NOT_THE_AUTHOR',
      'A message is redacted by whoever wrote it, an admin or a manager.',
      ['id'],
    );
  }
}

function redacted(): DomainError {
  return new DomainError('REDACTED', 'This message was redacted already.', ['id']);
}
