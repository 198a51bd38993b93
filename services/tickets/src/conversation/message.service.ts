import { DomainError, emit, newId, notFound, type Session } from '@plimsoll/shared';
import { customersOfContacts, seenIds } from '../account/index.js';
import { findConversationPolicy } from '../conversation-policy/index.js';
import { readPriorities, type Priorities } from '../priority-scheme/index.js';
import { lockTickets } from '../ticket-event/index.js';
import { openTickets, takeStepWithin, type Decision, type StepAuthor } from '../ticket-step/index.js';
import {
  blankTicket,
  statusAfter,
  ticketRecords,
  TicketKind,
  type TicketChannel,
  type TicketRecord,
} from '../ticket/index.js';
import {
  checkMentions,
  effectOfReply,
  type GivenAttachment,
  type ReplyEffect,
} from './conversation.rules.js';
import {
  findLastFollowUp,
  findOpening,
  findStanding,
  storeAttachments,
  storeFollowUp,
  storeMentions,
  type MessagePlace,
} from './conversation.store.js';

/** A reply or a note that is to be added to a ticket; its texts and attachments have been checked. */
export interface NewMessage {
  text: string;
  /** Who speaks: a reply of staff is a response, one of the customer may take the ticket up again. */
  by: 'STAFF' | 'CUSTOMER';
  /** A note where it is not. */
  isPublic: boolean;
  attachments: readonly Required<GivenAttachment>[];
  /** Who is mentioned beside those whom the text mentions. */
  mentionIds: readonly string[];
}

/** What became of a message. */
export interface AddedMessage {
  /** The ticket that it stands on: the one it was written to, or the one that it has opened. */
  ticketId: string;
  eventId: string;
  effect: ReplyEffect;
}

/** What a reply that opens a ticket needs beside its words. */
interface FollowUpOptions {
  contactId: string | null;
  channel: TicketChannel | null;
  /** Refuses whoever may not open a ticket for this customer. */
  admit: (tx: Session, customerId: string | null) => Promise<void>;
}

/**
 * Adds a reply or a note to a ticket in the caller's transaction, with what a reply does to the ticket by the company's
 * policy, its attachments, whom it mentions, and what others are told of it. A reply of the customer to a ticket that is done for good opens
 * another one that follows it; one to a ticket that was merged into another stands on that one.
 *
 * @throws DomainError `NOT_FOUND`, `INVALID_TRANSITION`, `CANNOT_SEE` for a mention of somebody who may not read it
 */
export async function addMessage(
  tx: Session,
  author: StepAuthor,
  ticketId: string,
  message: NewMessage,
  now: Date,
  followUp: FollowUpOptions,
): Promise<AddedMessage> {
  const { ticket, effect } = await holdStanding(tx, ticketId, message, now);
  const mentionedIds = await admitted(tx, ticket, message);
  const place =
    effect === 'FOLLOWED_UP'
      ? await openFollowUp(tx, author, ticket, message, now, followUp)
      : await say(tx, author, ticket, message, effect, now);
  const { customerId } = ticket;
  await keepWith(tx, { ...place, customerId, at: now, isPublic: message.isPublic }, message, mentionedIds);
  return { ...place, effect };
}

/**
 * The ticket on which a message to this one stands, held: the one that it was merged into, and, where it is done for good,
 * the last one that follows it.
 */
async function holdStanding(
  tx: Session,
  ticketId: string,
  { by, isPublic }: NewMessage,
  now: Date,
): Promise<{ ticket: TicketRecord; effect: ReplyEffect }> {
  const policy = await findConversationPolicy(tx);
  for (let id = ticketId; ;) {
    const standing = await findStanding(tx, id);
    await lockTickets(tx, [standing]);
    const ticket = await ticketRecords.require(tx, standing, ['ticketId']);
    const effect = by === 'CUSTOMER' && isPublic ? effectOfReply(ticket, policy, now) : 'APPENDED';
    const next = effect === 'FOLLOWED_UP' ? await findLastFollowUp(tx, standing) : null;
    if (next === null) return { ticket, effect };
    id = next;
  }
}

async function say(
  tx: Session,
  author: StepAuthor,
  { id }: TicketRecord,
  message: NewMessage,
  effect: ReplyEffect,
  now: Date,
): Promise<{ ticketId: string; eventId: string }> {
  const eventId = newId('tev');
  await takeStepWithin(tx, author, { id }, now, (current) => stepOf(current, message, effect, eventId, now));
  return { ticketId: id, eventId };
}

/** What a message that stands on the ticket itself does to it. */
function stepOf(
  current: TicketRecord,
  { by, isPublic, text }: NewMessage,
  effect: ReplyEffect,
  eventId: string,
  now: Date,
): Decision {
  const said = { id: eventId, text, isPublic, byDesk: by === 'STAFF' };
  if (!isPublic) {
    return {
      changes: { status: statusAfter(current.status, { type: 'NOTED' }) },
      events: [{ ...said, type: 'NOTED' }],
    };
  }
  if (effect === 'REOPENED') {
    const status = statusAfter(current.status, { type: 'REOPENED' });
    return {
      changes: { status, resolvedAt: null, closedAt: null, reopenedCount: current.reopenedCount + 1 },
      events: [
        { ...said, type: 'REPLIED' },
        { type: 'REOPENED', from: current.status, to: status, isPublic: true },
      ],
    };
  }
  return {
    changes: {
      status: statusAfter(current.status, { type: 'REPLIED', by }),
      ...(by === 'STAFF' ? { firstRespondedAt: current.firstRespondedAt ?? now } : {}),
    },
    events: [{ ...said, type: 'REPLIED' }],
  };
}

/** The new ticket that a reply to a finished one opens: of the same asker and about the same, for the desk to look at. */
function followingTicket(
  done: TicketRecord,
  text: string,
  { contactId, channel }: FollowUpOptions,
  priorities: Priorities,
  now: Date,
): TicketRecord {
  const { subject, customerId, impact, urgency, category } = done;
  return {
    ...blankTicket(now),
    // A problem is a matter of engineering: who asks again asks for something.
    kind: done.kind === TicketKind.PROBLEM ? TicketKind.REQUEST : done.kind,
    subject,
    description: text,
    customerId,
    contactId: contactId ?? done.contactId,
    channel: channel ?? done.channel,
    impact,
    urgency,
    priority: priorities(impact, urgency),
    category,
  };
}

async function openFollowUp(
  tx: Session,
  author: StepAuthor,
  done: TicketRecord,
  { text }: NewMessage,
  now: Date,
  options: FollowUpOptions,
): Promise<{ ticketId: string; eventId: string }> {
  await options.admit(tx, done.customerId);
  const next = followingTicket(done, text, options, await readPriorities(tx), now);
  await openTickets(tx, author, [next], now, { isPublic: true, beginsOutage: false });
  await storeFollowUp(tx, next.id, done.id);
  await takeStepWithin(tx, author, { id: done.id }, now, () => ({
    changes: {},
    events: [{ type: 'FOLLOWED_UP', to: next.id, isPublic: true }],
  }));
  return { ticketId: next.id, eventId: await findOpening(tx, next.id) };
}

/**
 * Keeps what belongs to a message with it, whom it mentions, and tells others of it. In the caller's transaction, which
 * has checked all of it.
 */
export async function keepWith(
  tx: Session,
  place: MessagePlace & { customerId: string | null },
  { by, attachments }: Pick<NewMessage, 'by' | 'attachments'>,
  mentionedIds: readonly string[],
): Promise<void> {
  const { ticketId, eventId, customerId, isPublic } = place;
  await storeAttachments(tx, place, attachments);
  await storeMentions(tx, place, mentionedIds);
  await emit(tx, [
    {
      type: 'plimsoll.ticket_message.added.v1',
      subject: eventId,
      version: 1,
      data: {
        id: eventId,
        externalId: null,
        source: null,
        ticketId,
        customerId,
        by,
        public: isPublic,
        mentionedIds,
      },
    },
  ]);
}

/**
 * Those of the mentioned who may read the message: staff where staff writes, contacts of the ticket's customer where it
 * is public. A name in the text that is nobody's stays a text.
 *
 * @throws DomainError `NOT_FOUND`, `CANNOT_SEE` for somebody who was named beside the text
 */
async function admitted(
  tx: Session,
  { customerId }: TicketRecord,
  { text, mentionIds, isPublic }: NewMessage,
): Promise<string[]> {
  const ids = checkMentions(text, mentionIds);
  const people = await seenIds(
    tx,
    'person',
    ids.filter((id) => id.startsWith('per_')),
  );
  const contacts = await customersOfContacts(
    tx,
    ids.filter((id) => id.startsWith('con_')),
  );
  const mayRead = (id: string) =>
    people.has(id) || (isPublic && contacts.has(id) && contacts.get(id) === customerId);
  for (const id of mentionIds) {
    if (mayRead(id)) continue;
    if (!contacts.has(id)) throw notFound('person', id, ['mentionIds']);
    throw new DomainError(
      'CANNOT_SEE',
      `${id} cannot read this message: notes are for staff, and replies for the ticket's own customer.`,
      ['mentionIds'],
    );
  }
  return ids.filter(mayRead);
}
