import { newId, type ListArguments, type ListDefinition, type Session } from '@plimsoll/shared';

/** What happened to a ticket, as the rest of the service knows it. Never changed, never removed. */
export interface TicketEventRecord {
  id: string;
  ticketId: string;
  /** 1, 2, 3 … within the ticket; imported events keep the number their file gives. */
  sequence: number;
  at: Date;
  /** Upper-case words: `OPENED`, `REPLIED` … */
  type: string;
  /** The person (`per_…`), the contact (`con_…`) or the machine that did it. */
  actorId: string | null;
  from: string | null;
  to: string | null;
  text: string | null;
  /** Parts of the service that a status update is about. */
  components: string[] | null;
  /** Whether those who may see the ticket's customer may see the event. */
  isPublic: boolean;
}

/** What the clocks of a ticket have to know of an event, beside what everybody is told. */
interface ForClocks {
  /** Whether somebody of the desk did it; left out where that goes without saying. */
  byDesk: boolean | null;
  /** Of a change of priority or agreement: what becomes of the time counted so far. */
  clockPolicy: 'KEEP' | 'RESTART' | 'RETROACTIVE' | null;
  /** Of a correction: the sequence of the event that it corrects. */
  corrects: number | null;
}

/** An event to be appended; it gets its id and its number unless it brings them. */
export type NewTicketEvent = Omit<TicketEventRecord, 'id' | 'sequence' | 'components'> &
  Partial<ForClocks> & {
    id?: string;
    sequence?: number;
    components?: string[] | null;
    externalId?: string;
    source?: string;
    /** The number that an imported event has in its file. */
    fileSequence?: number;
  };

/** What may be asked of the events of a ticket. */
export type TicketEventListArguments = ListArguments<object, 'SEQUENCE'>;

const COLUMNS = `e.id, e.ticket_id as "ticketId", e.sequence, e.at, e.type, e.actor_id as "actorId",
  e.from_value as "from", e.to_value as "to", e.text, e.components, e.is_public as "isPublic"`;

/** How the events of a ticket are listed: as they were appended. */
export const ticketEventList: ListDefinition<object, 'SEQUENCE'> = {
  columns: COLUMNS,
  from: 'ticket_event e',
  id: 'e.id',
  orders: { SEQUENCE: { sql: 'e.sequence', type: 'integer' } },
  defaultOrder: { field: 'SEQUENCE', direction: 'ASC' },
  parents: { ticket: 'e.ticket_id' },
};

/**
 * Appends events, in the order given, each behind all that its ticket has; one statement however many. The caller
 * holds the tickets' rows locked, so that nobody takes the same numbers.
 */
export async function appendTicketEvents(tx: Session, events: readonly NewTicketEvent[]): Promise<void> {
  if (events.length === 0) return;
  await tx.query(
    `insert into ticket_event (id, ticket_id, sequence, at, type, actor_id, from_value, to_value, text,
       components, is_public, external_id, source, file_sequence, by_desk, clock_policy, corrects)
     select given.id, given."ticketId",
            coalesce(given.sequence, last_event_sequence(given."ticketId")
              + (row_number() over (partition by given."ticketId" order by given.place))::integer),
            given.at, given.type, given."actorId", given."from", given."to", given.text,
            given.components, given."isPublic", given."externalId", given.source, given."fileSequence", given."byDesk",
            given."clockPolicy", given.corrects
       from jsonb_to_recordset($1::jsonb) as given(place integer, id text, "ticketId" text, sequence integer,
         at timestamptz, type text, "actorId" text, "from" text, "to" text, text text, components text[],
         "isPublic" boolean, "externalId" text, source text, "fileSequence" integer, "byDesk" boolean,
         "clockPolicy" text, corrects integer)`,
    [JSON.stringify(events.map((event, place) => ({ ...event, place, id: event.id ?? newId('tev') })))],
  );
}

/** What is on record of a number that a file gives an event of a ticket. */
export interface FilePlace {
  /** The event that was imported under this number. */
  imported: TicketEventRecord | null;
  /** The event that stands at this place of the ticket's log, wherever it is from. */
  standing: TicketEventRecord | null;
}

/** What is on record of these numbers of files, in order; one statement. */
export async function findFilePlaces(
  session: Session,
  places: readonly { ticketId: string; fileSequence: number }[],
): Promise<FilePlace[]> {
  const rows = await session.query<TicketEventRecord & { place: number; isImported: boolean }>(
    `select ${COLUMNS}, given.place, e.file_sequence is not distinct from given."fileSequence" as "isImported"
       from jsonb_to_recordset($1::jsonb) as given(place integer, "ticketId" text, "fileSequence" integer)
       join ticket_event e on e.ticket_id = given."ticketId"
        and (e.file_sequence = given."fileSequence" or e.sequence = given."fileSequence")`,
    [JSON.stringify(places.map((place, index) => ({ ...place, place: index })))],
  );
  const found: FilePlace[] = places.map(() => ({ imported: null, standing: null }));
  for (const { place, isImported, ...event } of rows) {
    const known = found[place];
    if (known && isImported) known.imported = event;
    if (known && event.sequence === places[place]?.fileSequence) known.standing = event;
  }
  return found;
}

/** The number of the last event of each of these tickets that has events; one statement. */
export async function findLastSequences(
  session: Session,
  ticketIds: readonly string[],
): Promise<Map<string, number>> {
  const rows = await session.query<{ id: string; last: number }>(
    'select id, last_event_sequence(id) as last from unnest($1::text[]) as id',
    [[...new Set(ticketIds)]],
  );
  return new Map(rows.map(({ id, last }) => [id, last]));
}

/** The events of a source with these external ids, by external id; one statement. */
export async function findTicketEventsByExternalIds(
  session: Session,
  source: string,
  externalIds: readonly string[],
): Promise<Map<string, TicketEventRecord>> {
  const rows = await session.query<TicketEventRecord & { externalId: string }>(
    `select ${COLUMNS}, e.external_id as "externalId" from ticket_event e
      where e.source = $1 and e.external_id = any($2::text[])`,
    [source, [...externalIds]],
  );
  return new Map(rows.map(({ externalId, ...row }) => [externalId, row]));
}

/** The latest status update of each ticket that has one; one slot a ticket, in order. */
export async function findLastUpdates(
  session: Session,
  ticketIds: readonly string[],
): Promise<(TicketEventRecord | null)[]> {
  const rows = await session.query<TicketEventRecord>(
    `select distinct on (e.ticket_id) ${COLUMNS} from ticket_event e
      where e.type = 'STATUS_UPDATED' and e.ticket_id = any($1::text[])
      order by e.ticket_id, e.at desc, e.sequence desc`,
    [[...ticketIds]],
  );
  const byTicket = new Map(rows.map((row) => [row.ticketId, row]));
  return ticketIds.map((id) => byTicket.get(id) ?? null);
}

/**
 * Waits for its turn among the transactions that hold several tickets, until the transaction ends. Taken before the
 * first ticket is held, it leaves no two of them waiting for each other; steps of one ticket need no turn.
 */
export async function takeTurn(tx: Session): Promise<void> {
  await tx.query(`select pg_advisory_xact_lock(hashtextextended('several tickets', 0))`);
}

/** Locks the tickets' rows until the transaction ends, in one order for everybody. */
export async function lockTickets(tx: Session, ticketIds: readonly string[]): Promise<void> {
  await tx.query('select id from ticket where id = any($1::text[]) order by id for update', [
    [...new Set(ticketIds)],
  ]);
}
