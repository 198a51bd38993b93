import type { ListArguments, ListDefinition, Session } from '@plimsoll/shared';
import type { TicketChannel } from '../ticket/index.js';
import type { MessageOutcomeName } from './intake.rules.js';
import type { ReceivedMessageFilter } from './intake.types.js';

/** A message or call from outside, and what came of it; kept once, without its words, and without anybody's address. */
export interface ReceivedMessageRecord {
  id: string;
  /** The system that passed it on; message ids are unique within it. */
  source: string;
  messageId: string;
  channel: TicketChannel;
  /** The conversation of a chat, or the call. */
  thread: string | null;
  /** The message with which its thread began, as far as it tells. */
  root: string;
  references: string[];
  sentAt: Date | null;
  receivedAt: Date;
  contactId: string | null;
  customerId: string | null;
  outcome: MessageOutcomeName;
  reason: string | null;
  ticketId: string | null;
  eventId: string | null;
}

/** What may be asked of the list of messages. */
export type ReceivedMessageListArguments = ListArguments<ReceivedMessageFilter, 'RECEIVED_AT'>;

const COLUMNS = `m.id, m.source, m.message_id as "messageId", m.channel, m.thread, m.root, m."references",
  m.sent_at as "sentAt", m.received_at as "receivedAt", m.contact_id as "contactId",
  m.customer_id as "customerId", m.outcome, m.reason, m.ticket_id as "ticketId", m.event_id as "eventId"`;

/** How messages are listed. */
export const receivedMessageList: ListDefinition<ReceivedMessageFilter, 'RECEIVED_AT'> = {
  columns: COLUMNS,
  from: 'received_message m',
  id: 'm.id',
  orders: { RECEIVED_AT: { sql: 'm.received_at', type: 'timestamptz' } },
  defaultOrder: { field: 'RECEIVED_AT', direction: 'DESC' },
  where: (filter, parameters) => {
    const equal: [column: string, value: string | null | undefined][] = [
      ['source', filter.source],
      ['message_id', filter.messageId],
      ['channel', filter.channel],
      ['outcome', filter.outcome],
      ['ticket_id', filter.ticketId],
    ];
    const conditions = equal.flatMap(([column, value]) =>
      value == null ? [] : [`m.${column} = ${parameters.add(value)}`],
    );
    if (filter.from != null) conditions.push(`m.received_at >= ${parameters.add(filter.from)}`);
    if (filter.to != null) conditions.push(`m.received_at < ${parameters.add(filter.to)}`);
    return conditions;
  },
};

/** These messages, of those the session's scope sees; one slot an id, in order. */
export async function findReceived(
  session: Session,
  ids: readonly string[],
): Promise<(ReceivedMessageRecord | null)[]> {
  const rows = await session.query<ReceivedMessageRecord>(
    `select ${COLUMNS} from received_message m where m.id = any($1::text[])`,
    [[...ids]],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The message of a source with this id, or null. */
export async function findByMessageId(
  session: Session,
  source: string,
  messageId: string,
): Promise<ReceivedMessageRecord | null> {
  const [found] = await session.query<ReceivedMessageRecord>(
    `select ${COLUMNS} from received_message m where m.source = $1 and m.message_id = $2`,
    [source, messageId],
  );
  return found ?? null;
}

/** Keeps other messages of the same thread from being received until the transaction ends. */
export async function holdThread(tx: Session, source: string, threads: readonly string[]): Promise<void> {
  for (const thread of [...new Set(threads)].sort()) {
    await tx.query(`select pg_advisory_xact_lock(hashtextextended('thread:' || $1 || ' ' || $2, 0))`, [
      source,
      thread,
    ]);
  }
}

/**
 * Notes that a message has come, of which nothing has come yet; false where it had come before. Where it is being
 * received by somebody else, this waits for the end of that.
 */
export async function noteReceived(
  tx: Session,
  message: Omit<ReceivedMessageRecord, 'outcome' | 'reason' | 'ticketId' | 'eventId'>,
): Promise<boolean> {
  const rows = await tx.query(
    `insert into received_message (id, source, message_id, channel, thread, root, "references", sent_at, received_at,
       contact_id, customer_id, outcome)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'PENDING')
     on conflict (source, message_id) do nothing returning id`,
    [
      message.id,
      message.source,
      message.messageId,
      message.channel,
      message.thread,
      message.root,
      message.references,
      message.sentAt,
      message.receivedAt,
      message.contactId,
      message.customerId,
    ],
  );
  return rows.length > 0;
}

/** Notes what has come of a message. */
export async function noteOutcome(
  tx: Session,
  id: string,
  {
    outcome,
    reason,
    ticketId,
    eventId,
  }: Pick<ReceivedMessageRecord, 'outcome' | 'reason' | 'ticketId' | 'eventId'>,
  sender: { contactId: string | null; customerId: string | null },
): Promise<void> {
  await tx.query(
    `update received_message set outcome = $2, reason = $3, ticket_id = $4, event_id = $5, contact_id = $6,
       customer_id = $7 where id = $1`,
    [id, outcome, reason, ticketId, eventId, sender.contactId, sender.customerId],
  );
}

/**
 * The ticket to which earlier messages of a source have led that belong to the same thread: the nearest that this one
 * answers, else the one of its conversation, else the latest that began with the same message. One statement.
 */
export async function findTicketOfThread(
  session: Session,
  source: string,
  thread: { answered: readonly string[]; thread: string | null; roots: readonly string[] },
): Promise<string | null> {
  const [found] = await session.query<{ ticketId: string }>(
    `select ticket_id as "ticketId" from (
       select ticket_id, array_position($2::text[], message_id) as nearness, received_at from received_message
        where source = $1 and message_id = any($2::text[])
       union all
       select ticket_id, 1000, received_at from received_message where source = $1 and thread = $3
       union all
       select ticket_id, 1001, received_at from received_message where source = $1 and root = any($4::text[])
     ) known where ticket_id is not null order by nearness, received_at desc limit 1`,
    [source, [...thread.answered], thread.thread, [...thread.roots]],
  );
  return found?.ticketId ?? null;
}

/** The tickets that these ids of tickets and of events of tickets mean, in their order; one statement. */
export async function findTicketsNamed(session: Session, ids: readonly string[]): Promise<string[]> {
  if (ids.length === 0) return [];
  const rows = await session.query<{ ticketId: string }>(
    `select coalesce(t.id, e.ticket_id) as "ticketId"
       from unnest($1::text[]) with ordinality as named(id, place)
       left join ticket t on t.id = named.id left join ticket_event e on e.id = named.id
      where coalesce(t.id, e.ticket_id) is not null order by named.place`,
    [[...ids]],
  );
  return rows.map(({ ticketId }) => ticketId);
}

/** The id of the queue that a name of ours stands for, or null. Holds others from making it until the end. */
export async function holdQueue(tx: Session, source: string, externalId: string): Promise<string | null> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('queue:' || $1 || ' ' || $2, 0))`, [
    source,
    externalId,
  ]);
  const [found] = await tx.query<{ id: string }>(
    'select id from queue where source = $1 and external_id = $2',
    [source, externalId],
  );
  return found?.id ?? null;
}
