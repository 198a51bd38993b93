import { authorize, DomainError, emit, newId, type RequestContext, type Session } from '@plimsoll/shared';
import { customersOfContacts, requireSeen } from '../account/index.js';
import { requireCasesLeft } from '../asker/index.js';
import { findConversationPolicy } from '../conversation-policy/index.js';
import { findCurrentCustomer, requireAccess } from '../customer-life/index.js';
import { queueRecords } from '../queue/index.js';
import { DESK_ROLES, openTickets, takeStepWithin, type StepAuthor } from '../ticket-step/index.js';
import { blankTicket, type TicketChannel, type TicketRecord } from '../ticket/index.js';
import { rootOf, type Sender } from './intake.rules.js';
import {
  findByMessageId,
  findTicketOfThread,
  holdQueue,
  holdThread,
  noteOutcome,
  noteReceived,
  type ReceivedMessageRecord,
} from './received-message.store.js';

const SYSTEM = { kind: 'SYSTEM' } as const;
const PLATFORM = 'plimsoll';
const STRANGERS = { externalId: 'unknown-senders', name: 'Unknown senders' };

/** A message or call as its source tells of it, checked. */
export interface Arrival {
  source: string;
  messageId: string;
  channel: TicketChannel;
  thread: string | null;
  inReplyTo: string | null;
  references: readonly string[];
  sentAt: Date | null;
  senders: readonly Sender[];
}

/** What came of a message: where it stands, and as whose. */
export interface Settled extends Pick<ReceivedMessageRecord, 'outcome' | 'reason' | 'ticketId' | 'eventId'> {
  sender: Sender | null;
}

/**
 * Receives a message or call once: what has come before changes nothing, also where it comes many times at the same
 * moment, and messages of one thread are received one after another. Of the gateway, which has made sure of its sender, and
 * of the desk.
 *
 * @param read checks what was given and finds who may have sent it
 * @param settle decides what comes of it, and does that
 * @throws DomainError `NOT_FOUND` for anybody else
 */
export async function receiveOnce(
  context: RequestContext,
  read: (tx: Session) => Promise<Arrival>,
  settle: (tx: Session, arrival: Arrival) => Promise<Settled>,
): Promise<{ message: ReceivedMessageRecord; repeated: boolean }> {
  const { principal, session, now } = context;
  if (principal.gateway !== true) authorize(context, ...DESK_ROLES);
  const take = async (tx: Session): Promise<{ message: ReceivedMessageRecord; repeated: boolean }> => {
    const arrival = await read(tx);
    const { source, messageId, channel, thread, references, sentAt } = arrival;
    const root = rootOf(arrival);
    await holdThread(tx, source, thread === null ? [root] : [root, thread]);
    const arrived = {
      id: newId('msg'),
      source,
      messageId,
      channel,
      thread,
      root,
      references: [...references],
      sentAt,
      receivedAt: now,
      contactId: null,
      customerId: null,
    };
    if (!(await noteReceived(tx, arrived))) {
      const known = await findByMessageId(tx, source, messageId);
      if (!known) throw new Error('a message that has come before is on record');
      return { message: known, repeated: true };
    }
    const { sender, ...outcome } = await settle(tx, arrival);
    const of = { contactId: sender?.contactId ?? null, customerId: sender?.customerId ?? null };
    await noteOutcome(tx, arrived.id, outcome, of);
    await emit(tx, [
      {
        type: 'plimsoll.message.received.v1',
        subject: arrived.id,
        version: 1,
        data: { id: arrived.id, externalId: null, source: null, channel, ...of, ...outcomeTold(outcome) },
      },
    ]);
    return { message: { ...arrived, ...outcome, ...of }, repeated: false };
  };
  const received = await (principal.gateway === true
    ? session.transactionAs(SYSTEM, take)
    : session.transaction(take));
  context.clearLoaders();
  return received;
}

function outcomeTold({ outcome, ticketId, eventId }: Omit<Settled, 'sender'>) {
  return { outcome, ticketId, eventId };
}

const MOST_SENDERS = 20;

/**
 * Who may have sent a message: these contacts, each of its customer as it is today; or the customer that it names, with
 * its contact among them.
 *
 * @throws DomainError `INVALID` for more than 20, `NOT_FOUND`
 */
export async function sendersOf(
  tx: Session,
  given: { contactIds?: readonly string[] | null; customerId?: string | null },
): Promise<Sender[]> {
  const ids = [...new Set(given.contactIds ?? [])];
  if (ids.length > MOST_SENDERS) {
    throw new DomainError('INVALID', `At most ${MOST_SENDERS} contacts may have sent it.`, ['contactIds']);
  }
  const customers = await customersOfContacts(tx, ids);
  const contacts: Sender[] = [];
  for (const [contactId, customerId] of customers) {
    contacts.push({ contactId, customerId: await findCurrentCustomer(tx, customerId) });
  }
  if (given.customerId == null) return contacts;
  const customerId = await findCurrentCustomer(tx, given.customerId);
  await requireSeen(tx, 'customer', [customerId], ['customerId']);
  const own = contacts.filter((sender) => sender.customerId === customerId);
  return own.length > 0 ? own : [{ contactId: null, customerId }];
}

/** Whom records name for what a message does: the contact who sent it, else nobody. */
export function authorOfArrival(
  context: RequestContext,
  arrival: Arrival,
  sender: Sender | null,
): StepAuthor {
  return {
    actorId: sender?.contactId ?? null,
    subject: context.principal.subject,
    requestId: context.requestId,
    reason: `message ${arrival.messageId} of ${arrival.source}`.slice(0, 500),
  };
}

/** The ticket to which earlier messages of the same thread have led, or null. */
export function ticketOfThread(
  tx: Session,
  arrival: Arrival,
  answered: readonly string[],
): Promise<string | null> {
  const { source, messageId, thread } = arrival;
  return findTicketOfThread(tx, source, { answered, thread, roots: [rootOf(arrival), messageId] });
}

/**
 * Opens a ticket by a message. One of a customer whose access is off, or whose cases are used up, is opened all the same,
 * since nobody is there to be refused, and says so to staff; one of nobody stands in the queue of strangers.
 */
export async function openByMessage(
  tx: Session,
  author: StepAuthor,
  now: Date,
  values: Pick<TicketRecord, 'subject' | 'description' | 'channel'>,
  sender: Sender | null,
): Promise<TicketRecord> {
  const ticket: TicketRecord = {
    ...blankTicket(now),
    ...values,
    customerId: sender?.customerId ?? null,
    contactId: sender?.contactId ?? null,
    queueId: sender ? null : await queueOfStrangers(tx, author),
  };
  await openTickets(tx, author, [ticket], now, { isPublic: true, beginsOutage: false });
  const doubt = sender ? await doubtAbout(tx, sender.customerId) : null;
  if (doubt !== null) {
    const platform = { ...author, actorId: null };
    await takeStepWithin(tx, platform, { id: ticket.id }, now, () => ({
      changes: {},
      events: [{ type: 'NOTED', text: doubt }],
    }));
  }
  return ticket;
}

/** Why a customer would have been refused a ticket, had it asked for one itself; null: it would not. */
async function doubtAbout(tx: Session, customerId: string): Promise<string | null> {
  try {
    await requireAccess(tx, customerId);
    await requireCasesLeft(tx, customerId);
    return null;
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return error.message;
  }
}

/** The id of the queue of messages whose sender nobody knows, which is made where there is none. */
async function queueOfStrangers(tx: Session, author: StepAuthor): Promise<string> {
  const { strangersQueueId } = await findConversationPolicy(tx);
  if (strangersQueueId !== null) return strangersQueueId;
  const found = await holdQueue(tx, PLATFORM, STRANGERS.externalId);
  if (found !== null) return found;
  const queue = {
    id: newId('que'),
    version: 1,
    source: PLATFORM,
    ...STRANGERS,
    calendarId: null,
    memberIds: [],
  };
  await queueRecords.create(tx, { ...author, actorId: null }, [queue]);
  return queue.id;
}
