import { checkText, invalid, type RequestContext, type Session } from '@plimsoll/shared';
import { addMessage, checkAttachments, findOpening, keepWith } from '../conversation/index.js';
import { ticketRecords, TicketStatus, type TicketRecord } from '../ticket/index.js';
import {
  answeredOf,
  automaticKindOf,
  checkId,
  isOwn,
  keptSubject,
  keptText,
  ownReferences,
  receptionOf,
  type AutomaticKind,
  type MessageHeaders,
  type Reception,
} from './intake.rules.js';
import type { ReceiveMessageInput } from './intake.types.js';
import { textOfHtml } from './message-text.js';
import {
  authorOfArrival,
  openByMessage,
  receiveOnce,
  sendersOf,
  ticketOfThread,
  type Arrival,
  type Settled,
} from './reception.service.js';
import { findTicketsNamed, type ReceivedMessageRecord } from './received-message.store.js';

const LONGEST_ID = 1_000;
const MOST_REFERENCES = 100;

/** The words of a message, checked. */
interface Words {
  subject: string | null;
  text: string;
  attachments: ReturnType<typeof checkAttachments>;
  automatic: AutomaticKind | null;
}

/**
 * Takes a message from outside, on whatever channel, once for its source and id: it is said on the ticket of its thread, or
 * opens one; what no person wrote opens none. Of the gateway; roles: admin, agent, operator, manager.
 *
 * @throws DomainError `INVALID`, `MESSAGE_TOO_LARGE`, `NOT_FOUND`
 */
export function receiveMessage(
  context: RequestContext,
  input: ReceiveMessageInput,
): Promise<{ message: ReceivedMessageRecord; repeated: boolean }> {
  let words: Words | undefined;
  return receiveOnce(
    context,
    async (tx) => {
      words = wordsOf(input);
      return { ...idsOf(input), senders: await sendersOf(tx, input) };
    },
    (tx, arrival) => settle(context, tx, arrival, input, words ?? wordsOf(input)),
  );
}

function idsOf(input: ReceiveMessageInput): Omit<Arrival, 'senders'> {
  const optional = (value: string | null | undefined, field: string) =>
    value == null || value.trim() === '' ? null : checkId(value, field, LONGEST_ID);
  const references = (input.references ?? []).map((one) => checkId(one, 'references', LONGEST_ID));
  if (references.length > MOST_REFERENCES) {
    throw invalid(`A message has at most ${MOST_REFERENCES} references.`, ['references']);
  }
  return {
    source: checkText(input.source, 'source', 100),
    messageId: checkId(input.messageId, 'messageId', LONGEST_ID),
    channel: input.channel,
    thread: optional(input.thread, 'thread'),
    inReplyTo: optional(input.inReplyTo, 'inReplyTo'),
    references,
    sentAt: input.sentAt ?? null,
  };
}

function wordsOf(input: ReceiveMessageInput): Words {
  const attachments = checkAttachments(input.attachments ?? []);
  const plain = input.text?.trim() ? input.text : textOfHtml(input.html ?? '');
  return {
    subject: input.subject ?? null,
    text: keptText(plain, attachments.length > 0),
    attachments,
    automatic: automaticKindOf(headersOf(input.headers)),
  };
}

function headersOf(given: unknown): MessageHeaders {
  if (given == null) return {};
  if (typeof given !== 'object' || Array.isArray(given)) {
    throw invalid('`headers` is an object of texts by the names of headers.', ['headers']);
  }
  const texts = Object.entries(given).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return Object.fromEntries(texts.map(([name, value]) => [name.toLowerCase(), value]));
}

const AUTOMATIC: Record<AutomaticKind, string> = {
  BOUNCE: 'A mail could not be delivered.',
  AUTO_REPLY: 'A machine has answered.',
  BULK: 'It was sent in bulk.',
};

async function settle(
  context: RequestContext,
  tx: Session,
  arrival: Arrival,
  input: ReceiveMessageInput,
  words: Words,
): Promise<Settled> {
  const ticket = await ticketOf(tx, arrival, input, words.subject);
  const ignored = (reason: string): Settled => ({
    outcome: 'IGNORED',
    reason,
    ticketId: ticket?.id ?? null,
    eventId: null,
    sender: null,
  });
  if (isOwn(arrival)) return ignored('The desk has sent it itself.');
  if (words.automatic !== null) {
    const reason = AUTOMATIC[words.automatic];
    const isClosed = ticket?.status === TicketStatus.CLOSED;
    if (words.automatic !== 'BOUNCE' || !ticket || isClosed) return ignored(reason);
    return say(context, tx, arrival, ticket, words, { sender: null, as: 'NOTE', reason });
  }
  const reception = receptionOf(ticket, arrival.senders);
  // Nothing is noted on a closed ticket: what a stranger writes to one is a matter of its own.
  const isLate = reception.as === 'NOTE' && ticket?.status === TicketStatus.CLOSED;
  if (!ticket || reception.as === 'OPEN' || isLate) return open(context, tx, arrival, words, reception);
  return say(context, tx, arrival, ticket, words, reception);
}

/** The ticket to which a message belongs: the one that its source names, one it names itself, or that of its thread. */
async function ticketOf(
  tx: Session,
  arrival: Arrival,
  input: ReceiveMessageInput,
  subject: string | null,
): Promise<TicketRecord | null> {
  if (input.ticketId != null) return ticketRecords.require(tx, input.ticketId, ['ticketId']);
  const [named] = await findTicketsNamed(tx, ownReferences({ ...arrival, subject }));
  const id = named ?? (await ticketOfThread(tx, arrival, answeredOf(arrival)));
  return id === null ? null : ((await ticketRecords.findByIds(tx, [id])).get(id) ?? null);
}

async function say(
  context: RequestContext,
  tx: Session,
  arrival: Arrival,
  ticket: TicketRecord,
  { text, attachments }: Words,
  { sender, as, reason }: Reception,
): Promise<Settled> {
  const isPublic = as === 'REPLY';
  const author = authorOfArrival(context, arrival, sender);
  const { effect, ...place } = await addMessage(
    tx,
    author,
    ticket.id,
    {
      text: isPublic || reason === null ? text : `${reason}\n\n${text}`,
      by: 'CUSTOMER',
      isPublic,
      attachments,
      mentionIds: [],
    },
    context.now,
    {
      contactId: sender?.contactId ?? null,
      channel: arrival.channel,
      // Nobody is there to be refused.
      admit: () => Promise.resolve(),
    },
  );
  return { ...place, outcome: isPublic ? effect : 'NOTED', reason, sender };
}

async function open(
  context: RequestContext,
  tx: Session,
  arrival: Arrival,
  { subject, text, attachments }: Words,
  { sender, reason }: Reception,
): Promise<Settled> {
  const author = authorOfArrival(context, arrival, sender);
  const values = { subject: keptSubject(subject, text), description: text, channel: arrival.channel };
  const { id, customerId } = await openByMessage(tx, author, context.now, values, sender);
  const eventId = await findOpening(tx, id);
  const place = { ticketId: id, eventId, customerId, at: context.now, isPublic: true };
  await keepWith(tx, place, { by: 'CUSTOMER', attachments }, []);
  return { outcome: 'OPENED', reason, ticketId: id, eventId, sender };
}
