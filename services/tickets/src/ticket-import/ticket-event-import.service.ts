import {
  column,
  importRows,
  invalid,
  referencesTo,
  resolveReferences,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import {
  appendTicketEvents,
  findFilePlaces,
  findLastSequences,
  findTicketEventsByExternalIds,
  lockTickets,
  takeTurn,
  type NewTicketEvent,
  type TicketEventRecord,
} from '../ticket-event/index.js';
import { settleLogs } from './ticket-arrival.service.js';

/** The platform's spelling of a type or status that a file names: `status changed` is `STATUS_CHANGED`. */
function checkWord(value: string): string {
  const word = value.toUpperCase().replaceAll(/[^A-Z0-9]+/g, '_');
  if (!/^[A-Z][A-Z0-9_]{0,59}$/.test(word)) {
    throw invalid(`${JSON.stringify(value.slice(0, 60))} is no word of letters and digits.`, ['type']);
  }
  return word;
}

/** Types of imported events that a customer may read; whatever else a file holds was not written for them. */
const PUBLIC_TYPES = new Set(['REPLIED', 'STATUS_UPDATED']);

const eventColumns = z.object({
  ticket: column.required.text,
  sequence: column.required.integer,
  at: column.required.instant,
  type: column.required.parsed(checkWord),
  actor: column.text,
  from: column.text,
  to: column.text,
  text: column.text,
});
type EventRow = z.infer<typeof eventColumns>;

const updateColumns = z.object({
  external_id: column.required.text,
  incident: column.required.text,
  at: column.required.instant,
  status: column.required.parsed(checkWord),
  text: column.text,
  components: column.list,
});
type UpdateRow = z.infer<typeof updateColumns>;

/**
 * Imports rows of `ticket_events.csv`. A row that says what is on record is unchanged; one that says something else
 * of an event on record is refused, since events are never changed. An event keeps the number that the file gives it
 * as its place in the log of the ticket, unless something of the platform's own stands there: then it comes behind all
 * that is on record, and so do the later ones that come with it.
 */
export function importTicketEvents(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<EventRow>(context.session, context.principal, input, {
    columns: eventColumns,
    key: (row) => `${row.sequence} ${row.ticket}`,
    store: (tx, source, rows) => storeTicketEvents(context, tx, source, rows),
  });
}

async function storeTicketEvents(
  context: RequestContext,
  tx: Session,
  source: string,
  rows: ImportRow<EventRow>[],
): Promise<StoredBatch> {
  const {
    rows: known,
    references,
    rejects,
  } = await resolveReferences(tx, source, rows, {
    ticket: { find: referencesTo('ticket'), of: (row) => [row.ticket] },
    actor: { find: referencesTo('person'), of: (row) => [row.actor] },
  });
  const given = known.map(({ line, row }) => ({
    line,
    event: {
      ticketId: references['ticket']?.get(row.ticket) ?? row.ticket,
      fileSequence: row.sequence,
      sequence: row.sequence,
      at: row.at,
      type: row.type,
      actorId: row.actor == null ? null : (references['actor']?.get(row.actor) ?? null),
      from: row.from ?? null,
      to: row.to ?? null,
      text: row.text ?? null,
      isPublic: PUBLIC_TYPES.has(row.type),
      source,
    },
  }));
  const ticketIds = [...new Set(given.map(({ event }) => event.ticketId))];
  await takeTurn(tx);
  await lockTickets(tx, ticketIds);
  const places = await findFilePlaces(
    tx,
    given.map(({ event }) => event),
  );
  const onRecord = new Map(
    given.map((row, index) => {
      const { imported, standing } = places[index] ?? { imported: null, standing: null };
      return [row, imported ?? (standing && saysTheSame(standing, row.event) ? standing : undefined)];
    }),
  );
  const isTaken = new Set(
    given.flatMap((row, index) => (!onRecord.get(row) && places[index]?.standing ? row.event.ticketId : [])),
  );
  await putBehind(
    tx,
    given.filter((row) => !onRecord.get(row) && isTaken.has(row.event.ticketId)),
  );
  const stored = await appendNew(tx, given, rejects, (row) => onRecord.get(row));
  if (stored.created > 0) await settleLogs(tx, source, ticketIds, context.now);
  return stored;
}

/** Puts events behind all that is on record of their tickets, in the order of their file. */
async function putBehind(
  tx: Session,
  moved: readonly Given<{ ticketId: string; fileSequence: number; sequence: number }>[],
): Promise<void> {
  if (moved.length === 0) return;
  const last = await findLastSequences(
    tx,
    moved.map(({ event }) => event.ticketId),
  );
  for (const { event } of moved.toSorted((a, b) => a.event.fileSequence - b.event.fileSequence)) {
    const place = (last.get(event.ticketId) ?? 0) + 1;
    event.sequence = place;
    last.set(event.ticketId, place);
  }
}

/** Imports rows of `status_updates.csv`: each is an event of its incident, which the customer may read. */
export function importStatusUpdates(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<UpdateRow>(context.session, context.principal, input, {
    columns: updateColumns,
    key: (row) => row.external_id,
    store: storeStatusUpdates,
  });
}

async function storeStatusUpdates(
  tx: Session,
  source: string,
  rows: ImportRow<UpdateRow>[],
): Promise<StoredBatch> {
  const {
    rows: known,
    references,
    rejects,
  } = await resolveReferences(tx, source, rows, {
    incident: { find: referencesTo('incident'), of: (row) => [row.incident] },
  });
  const given = known.map(({ line, row }) => ({
    line,
    event: {
      ticketId: references['incident']?.get(row.incident) ?? row.incident,
      at: row.at,
      type: 'STATUS_UPDATED',
      actorId: null,
      from: null,
      to: row.status,
      text: row.text ?? null,
      components: row.components ?? null,
      isPublic: true,
      externalId: row.external_id,
      source,
    },
  }));
  await takeTurn(tx);
  await lockTickets(
    tx,
    given.map(({ event }) => event.ticketId),
  );
  const existing = await findTicketEventsByExternalIds(
    tx,
    source,
    known.map(({ row }) => row.external_id),
  );
  return appendNew(tx, given, rejects, ({ event }) => existing.get(event.externalId));
}

type Given<Event> = { line: number; event: Event };

async function appendNew<Event extends NewTicketEvent>(
  tx: Session,
  given: Given<Event>[],
  rejects: StoredBatch['rejects'],
  onRecord: (row: Given<Event>) => TicketEventRecord | undefined,
): Promise<StoredBatch> {
  const fresh: Event[] = [];
  let unchanged = 0;
  for (const row of given) {
    const existing = onRecord(row);
    if (!existing) fresh.push(row.event);
    else if (saysTheSame(existing, row.event)) unchanged += 1;
    else {
      rejects.push({
        line: row.line,
        column: null,
        reason: `Event ${existing.sequence} of this ticket is on record as ${existing.type} at ${existing.at.toISOString()}; what happened is never changed.`,
      });
    }
  }
  await appendTicketEvents(tx, fresh);
  return { created: fresh.length, updated: 0, unchanged, rejects };
}

function saysTheSame(existing: TicketEventRecord, given: NewTicketEvent): boolean {
  return (
    existing.ticketId === given.ticketId &&
    existing.at.getTime() === given.at.getTime() &&
    existing.type === given.type &&
    existing.actorId === given.actorId &&
    existing.from === given.from &&
    existing.to === given.to &&
    existing.text === given.text &&
    JSON.stringify(existing.components ?? null) === JSON.stringify(given.components ?? null)
  );
}
