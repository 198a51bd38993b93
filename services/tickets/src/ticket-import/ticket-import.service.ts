import {
  authorOf,
  cellOr,
  column,
  importRows,
  invalid,
  referencesTo,
  resolveReferences,
  storeRecords,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { customersOfContacts } from '../account/index.js';
import { readPriorities } from '../priority-scheme/index.js';
import { ensureQueues } from '../queue/index.js';
import { awaitLogs } from './ticket-arrival.service.js';
import { ensureTeams } from '../team/index.js';
import {
  checkSatisfaction,
  inOrderOf,
  TicketChannel,
  TicketKind,
  TicketLevel,
  TicketPriority,
  TicketStatus,
  TicketTier,
  ticketRecords,
  type TicketRecord,
} from '../ticket/index.js';

/** A whole number from 0 that a cell holds. @throws DomainError `INVALID` */
function checkCount(value: string): number {
  if (!/^\d{1,9}$/.test(value)) {
    throw invalid(`${JSON.stringify(value.slice(0, 40))} is no whole number from 0.`, []);
  }
  return Number(value);
}

const importColumns = z.object({
  external_id: column.required.text,
  subject: column.required.text,
  opened_at: column.required.instant,
  kind: column.oneOf(...Object.values(TicketKind)),
  customer: column.text,
  contact: column.text,
  channel: column.oneOf(...Object.values(TicketChannel)),
  priority: column.oneOf(...Object.values(TicketPriority)),
  status: column.oneOf(...Object.values(TicketStatus)),
  tier: column.oneOf(...Object.values(TicketTier)),
  team: column.text,
  queue: column.text,
  assignee: column.text,
  asset: column.list,
  impact: column.oneOf(...Object.values(TicketLevel)),
  urgency: column.oneOf(...Object.values(TicketLevel)),
  category: column.text,
  first_responded_at: column.instant,
  resolved_at: column.instant,
  closed_at: column.instant,
  reassignments: column.parsed(checkCount),
  reopenings: column.parsed(checkCount),
  satisfaction: column.parsed((value) => checkSatisfaction(Number(value))),
  external_verdict: column.text,
});
type TicketRow = z.infer<typeof importColumns>;

/**
 * Imports rows of `tickets.csv`. A ticket's status is as the file gives it; without one, what its instants tell.
 * Teams and queues that are named but not listed are created.
 */
export function importTickets(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<TicketRow>(context.session, context.principal, input, {
    columns: importColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeTickets(context, tx, source, rows),
  });
}

async function storeTickets(
  context: RequestContext,
  tx: Session,
  source: string,
  rows: ImportRow<TicketRow>[],
): Promise<StoredBatch> {
  const author = authorOf(context);
  const priorities = await readPriorities(tx);
  const resolved = await resolveReferences(tx, source, rows, {
    customer: { find: referencesTo('customer', 'current_customer(id)'), of: (row) => [row.customer] },
    contact: { find: referencesTo('contact'), of: (row) => [row.contact] },
    assignee: { find: referencesTo('person'), of: (row) => [row.assignee] },
    asset: { find: referencesTo('asset'), of: (row) => row.asset ?? [] },
  });
  const { references, rejects } = resolved;
  const idOf = (name: string, key: string | null | undefined) =>
    key == null ? key : references[name]?.get(key);
  const assetIdsOf = (keys: string[] | null | undefined) =>
    keys == null ? keys : [...new Set(keys.map((key) => idOf('asset', key) ?? key))];
  const customers = await customersOfContacts(tx, [...(references['contact']?.values() ?? [])]);
  const kept = resolved.rows.filter(({ line, row }) => {
    const customerId = idOf('customer', row.customer);
    const contactId = idOf('contact', row.contact);
    const fits = !customerId || !contactId || customers.get(contactId) === customerId;
    if (!fits) rejects.push({ line, column: 'contact', reason: 'The contact belongs to another customer.' });
    return fits;
  });
  const named = (name: 'team' | 'queue') => kept.flatMap(({ row }) => row[name] ?? []);
  const teams = await ensureTeams(tx, author, source, named('team'));
  const queues = await ensureQueues(tx, author, source, named('queue'));
  const stored = await storeRecords<TicketRow, TicketRecord>(tx, source, kept, {
    records: ticketRecords,
    prefix: 'tkt',
    author,
    externalId: (row) => row.external_id,
    toRecord: (row, existing) => {
      const contactId = idOf('contact', row.contact);
      const customerId = idOf('customer', row.customer) ?? (contactId && customers.get(contactId)) ?? null;
      return {
        kind: cellOr(row.kind, TicketKind.REQUEST, existing),
        subject: row.subject,
        description: undefined,
        customerId: row.customer === undefined && row.contact === undefined ? undefined : customerId,
        contactId,
        channel: row.channel,
        impact: row.impact,
        urgency: row.urgency,
        priority: cellOr(row.priority, priorities(row.impact, row.urgency), existing),
        severity: undefined,
        status: cellOr(row.status, statusFrom(row), existing),
        tier: row.tier,
        teamId: row.team == null ? row.team : teams.get(row.team),
        queueId: row.queue == null ? row.queue : queues.get(row.queue),
        assigneeId: idOf('assignee', row.assignee),
        productId: undefined,
        assetIds: inOrderOf(existing?.assetIds, cellOr(assetIdsOf(row.asset), [], existing)),
        category: row.category,
        openedAt: row.opened_at,
        firstRespondedAt: row.first_responded_at,
        resolvedAt: row.resolved_at,
        closedAt: row.closed_at,
        reassignedCount: cellOr(row.reassignments, 0, existing),
        reopenedCount: cellOr(row.reopenings, 0, existing),
        satisfaction: row.satisfaction,
        externalVerdict: row.external_verdict,
        phase: undefined,
        parentId: undefined,
        mergedIntoId: undefined,
        nature: undefined,
        tags: existing?.tags ?? [],
        touchedAt: existing ? undefined : lastInstantOf(row),
      };
    },
  });
  if (stored.created + stored.updated > 0) {
    await awaitLogs(tx, source, [...stored.ids.values()], context.now);
  }
  return { ...stored, rejects };
}

function statusFrom(row: TicketRow): TicketStatus {
  if (row.closed_at) return TicketStatus.CLOSED;
  if (row.resolved_at) return TicketStatus.RESOLVED;
  return row.first_responded_at ? TicketStatus.IN_PROGRESS : TicketStatus.NEW;
}

function lastInstantOf(row: TicketRow): Date {
  const instants = [row.opened_at, row.first_responded_at, row.resolved_at, row.closed_at];
  return new Date(Math.max(...instants.map((instant) => instant?.getTime() ?? 0)));
}
