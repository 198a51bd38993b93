import { newId, notFound, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';
import type { GivenAttachment } from './conversation.rules.js';

/** What somebody wrote or said on a ticket, as it is to be read by now. */
export interface TicketMessageRecord {
  /** Of the event that brought it, `tev_…`. */
  id: string;
  ticketId: string;
  at: Date;
  /** `OPENED`, `REPLIED`, `NOTED`, `CALL_STARTED` or `CALL_ENDED`. */
  type: string;
  actorId: string | null;
  /** As edited last; null where it was redacted, or where nothing was written. */
  text: string | null;
  isPublic: boolean;
  /** When it was edited last. */
  editedAt: Date | null;
  redactedAt: Date | null;
  redactedBecause: string | null;
}

/** What may be asked of the conversation of a ticket. */
export type ConversationArguments = ListArguments<object, 'AT'>;

const COLUMNS = `e.id, e.ticket_id as "ticketId", e.at, e.type, e.actor_id as "actorId",
  case when r.at is null then coalesce(edit.text, e.text) end as text, e.is_public as "isPublic",
  edit.at as "editedAt", r.at as "redactedAt", r.text as "redactedBecause"`;

const FROM = `ticket_event e
  left join lateral (select a.at, a.text from ticket_event a where a.type = 'NOTE_EDITED' and a.from_value = e.id
    order by a.sequence desc limit 1) edit on true
  left join lateral (select a.at, a.text from ticket_event a where a.type = 'REDACTED' and a.from_value = e.id
    order by a.sequence limit 1) r on true`;

/** A ticket's own events, and those of the tickets that were merged into it. */
const OF_TICKET = `(select t.id as in_id, t.id as of_id from ticket t
    union all select t.merged_into_id, t.id from ticket t where t.merged_into_id is not null) told
  join ${FROM.replace('ticket_event e', 'ticket_event e on e.ticket_id = told.of_id')}`;

const TYPES = `e.type in ('OPENED', 'REPLIED', 'NOTED', 'CALL_STARTED', 'CALL_ENDED')`;

/**
 * How conversations are listed, with what was said on tickets that were merged into this one: by when it was said, and of
 * one instant by its place in its ticket.
 */
export const conversationList: ListDefinition<object, 'AT'> = {
  columns: COLUMNS,
  from: OF_TICKET,
  id: 'e.id',
  orders: {
    AT: {
      sql: `to_char(e.at at time zone 'UTC', 'YYYYMMDDHH24MISSMS') || lpad(e.sequence::text, 9, '0')`,
      type: 'text',
    },
  },
  defaultOrder: { field: 'AT', direction: 'ASC' },
  where: () => [TYPES],
  parents: { ticket: 'told.in_id' },
};

/** How the messages are listed in which somebody is mentioned: newest first. */
export const mentionList: ListDefinition<{ mentionedId: string }, 'AT'> = {
  columns: COLUMNS,
  from: `mention m join ${FROM.replace('ticket_event e', 'ticket_event e on e.id = m.event_id')}`,
  id: 'e.id',
  orders: { AT: { sql: 'm.at', type: 'timestamptz' } },
  defaultOrder: { field: 'AT', direction: 'DESC' },
  where: ({ mentionedId }, parameters) => [`m.mentioned_id = ${parameters.add(mentionedId)}`],
};

/** These messages, of those the session's scope sees; one slot an id, in order. One statement. */
async function findMessages(
  session: Session,
  ids: readonly string[],
): Promise<(TicketMessageRecord | null)[]> {
  const rows = await session.query<TicketMessageRecord>(
    `select ${COLUMNS} from ${FROM} where e.id = any($1::text[]) and ${TYPES}`,
    [[...ids]],
  );
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.map((id) => byId.get(id) ?? null);
}

/** The message with this id. @throws DomainError `NOT_FOUND` where the session's scope sees none */
export async function requireMessage(session: Session, id: string): Promise<TicketMessageRecord> {
  const [found] = await findMessages(session, [id]);
  if (!found) throw notFound('message', id, ['id']);
  return found;
}

/** The ticket on which a message to this one stands: itself, or the one that it was merged into in the end. */
export async function findStanding(session: Session, ticketId: string): Promise<string> {
  const [found] = await session.query<{ id: string }>(
    `with recursive standing(id, into_id, depth) as (
       select id, merged_into_id, 0 from ticket where id = $1
       union all select t.id, t.merged_into_id, s.depth + 1 from standing s join ticket t on t.id = s.into_id
        where s.depth < 20)
     select id from standing order by depth desc limit 1`,
    [ticketId],
  );
  return found?.id ?? ticketId;
}

/** The event by which a ticket was opened here. @throws DomainError `NOT_FOUND` */
export async function findOpening(session: Session, ticketId: string): Promise<string> {
  const [found] = await session.query<{ id: string }>(
    `select id from ticket_event where ticket_id = $1 and type = 'OPENED' order by sequence limit 1`,
    [ticketId],
  );
  if (!found) throw notFound('ticket', ticketId);
  return found.id;
}

/** How often a message was edited or redacted. */
export async function countAmendments(session: Session, id: string): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `select count(*)::int as count from ticket_event
      where type in ('NOTE_EDITED', 'REDACTED') and from_value = $1`,
    [id],
  );
  return row?.count ?? 0;
}

/** Takes the words and attachments of a message away for good, of which an event says that it was redacted. */
export async function redactMessage(tx: Session, id: string): Promise<void> {
  await tx.query('select redact_message($1)', [id]);
}

/** A file that stands elsewhere, as kept with its message. */
export interface AttachmentRecord extends Required<GivenAttachment> {
  id: string;
  eventId: string;
  isPublic: boolean;
}

/** Where something is kept with a message. */
export interface MessagePlace {
  ticketId: string;
  eventId: string;
  at: Date;
  isPublic: boolean;
}

/** Keeps the attachments of a message in the order given; one statement. */
export async function storeAttachments(
  tx: Session,
  { ticketId, eventId, isPublic }: MessagePlace,
  attachments: readonly Required<GivenAttachment>[],
): Promise<void> {
  if (attachments.length === 0) return;
  await tx.query(
    `insert into attachment (id, ticket_id, event_id, place, name, media_type, bytes, sha256, url, is_public)
     select id, $2, $3, place, name, "mediaType", bytes, sha256, url, $4
       from jsonb_to_recordset($1::jsonb) as given(id text, place integer, name text, "mediaType" text,
         bytes bigint, sha256 text, url text)`,
    [
      JSON.stringify(attachments.map((one, index) => ({ ...one, id: newId('att'), place: index + 1 }))),
      ticketId,
      eventId,
      isPublic,
    ],
  );
}

/** The attachments of each of these messages that the session's scope sees, in order; one statement. */
export async function findAttachments(
  session: Session,
  eventIds: readonly string[],
): Promise<AttachmentRecord[][]> {
  const rows = await session.query<AttachmentRecord>(
    `select id, event_id as "eventId", name, media_type as "mediaType", bytes::float8 as bytes, sha256, url,
            is_public as "isPublic"
       from attachment where event_id = any($1::text[]) order by event_id, place`,
    [[...eventIds]],
  );
  return grouped(rows, eventIds);
}

/** Keeps who is mentioned in a message; one statement. */
export async function storeMentions(
  tx: Session,
  { ticketId, eventId, at, isPublic }: MessagePlace,
  mentionedIds: readonly string[],
): Promise<void> {
  if (mentionedIds.length === 0) return;
  await tx.query(
    `insert into mention (event_id, ticket_id, mentioned_id, at, is_public)
     select $2, $3, mentioned, $4, $5 from unnest($1::text[]) as mentioned on conflict do nothing`,
    [[...mentionedIds], eventId, ticketId, at, isPublic],
  );
}

/** Who is mentioned in each of these messages; one statement. */
export async function findMentions(
  session: Session,
  eventIds: readonly string[],
): Promise<{ eventId: string; mentionedId: string }[][]> {
  const rows = await session.query<{ eventId: string; mentionedId: string }>(
    `select event_id as "eventId", mentioned_id as "mentionedId" from mention
      where event_id = any($1::text[]) order by event_id, mentioned_id`,
    [[...eventIds]],
  );
  return grouped(rows, eventIds);
}

function grouped<Row extends { eventId: string }>(
  rows: readonly Row[],
  eventIds: readonly string[],
): Row[][] {
  const byEvent = new Map<string, Row[]>();
  for (const row of rows) byEvent.set(row.eventId, [...(byEvent.get(row.eventId) ?? []), row]);
  return eventIds.map((id) => byEvent.get(id) ?? []);
}

/** Keeps that a ticket was opened by a reply to another. */
export async function storeFollowUp(tx: Session, ticketId: string, ofTicketId: string): Promise<void> {
  await tx.query('insert into follow_up (ticket_id, of_ticket_id) values ($1, $2)', [ticketId, ofTicketId]);
}

/** The last ticket that follows this one, or null. */
export async function findLastFollowUp(session: Session, ticketId: string): Promise<string | null> {
  const [found] = await session.query<{ ticketId: string }>(
    `select ticket_id as "ticketId" from follow_up where of_ticket_id = $1 order by ticket_id desc limit 1`,
    [ticketId],
  );
  return found?.ticketId ?? null;
}

/** The finished ticket by a reply to which each of these was opened; one slot a ticket, in order. */
export async function findFollowed(
  session: Session,
  ticketIds: readonly string[],
): Promise<({ ofTicketId: string } | null)[]> {
  const rows = await session.query<{ ticketId: string; ofTicketId: string }>(
    `select ticket_id as "ticketId", of_ticket_id as "ofTicketId" from follow_up
      where ticket_id = any($1::text[])`,
    [[...ticketIds]],
  );
  const byTicket = new Map(rows.map((row) => [row.ticketId, row]));
  return ticketIds.map((id) => byTicket.get(id) ?? null);
}

/** How the tickets are listed that replies to finished ones have opened. */
export const followUpList: ListDefinition<object, 'ID'> = {
  columns: 'f.ticket_id as id',
  from: 'follow_up f',
  id: 'f.ticket_id',
  orders: { ID: { sql: 'f.ticket_id', type: 'text' } },
  defaultOrder: { field: 'ID', direction: 'ASC' },
  parents: { ticket: 'f.of_ticket_id' },
};
