import {
  authorOf,
  changedFields,
  column,
  importRows,
  referencesTo,
  resolveReferences,
  type ImportInput,
  type ImportReport,
  type ImportRow,
  type RequestContext,
  type ResolvedReferences,
  type Session,
  type StoredBatch,
} from '@plimsoll/shared';
import { z } from 'zod';
import { settleClocks } from '../sla-clock/index.js';
import { freezeTargets } from '../sla-target/index.js';
import { appendTicketEvents, lockTickets, type NewTicketEvent } from '../ticket-event/index.js';
import {
  blankTicket,
  inOrderOf,
  ticketRecords,
  TicketKind,
  TicketPriority,
  TicketSeverity,
  TicketStatus,
  type TicketRecord,
} from '../ticket/index.js';
import { checkFacts, checkImpact, defaultImpacts, impactKey, type IncidentImpact } from './incident.rules.js';
import { incidentRecords, type IncidentRecord } from './incident.store.js';

const incidentColumns = z.object({
  external_id: column.required.text,
  title: column.required.text,
  started_at: column.required.instant,
  detected_at: column.instant,
  acknowledged_at: column.instant,
  mitigated_at: column.instant,
  restored_at: column.instant,
  resolved_at: column.instant,
  assets: column.list,
  customer: column.text,
  product: column.text,
  state: column.oneOf('DOWN', 'DEGRADED'),
  impact_from: column.instant,
  impact_to: column.instant,
  planned: column.boolean,
  announced_from: column.instant,
  announced_to: column.instant,
  notice_given_at: column.instant,
  severity: column.oneOf(...Object.values(TicketSeverity)),
  cause_category: column.text,
  caused_by_change: column.text,
});
type IncidentRow = z.infer<typeof incidentColumns>;

const impactColumns = z.object({
  incident: column.required.text,
  asset: column.text,
  product: column.text,
  customer: column.text,
  state: column.required.oneOf('DOWN', 'DEGRADED'),
  from: column.required.instant,
  to: column.instant,
});
type ImpactRow = z.infer<typeof impactColumns>;

/**
 * Imports rows of `incidents.csv`: each is a ticket of kind INCIDENT with its outage. The whole row counts: a cell
 * that is empty or missing takes away what an earlier import said. Steps that are new become events of the ticket.
 */
export function importIncidents(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<IncidentRow>(context.session, context.principal, input, {
    columns: incidentColumns,
    key: (row) => row.external_id,
    store: (tx, source, rows) => storeIncidents(context, tx, source, rows),
  });
}

async function storeIncidents(
  context: RequestContext,
  tx: Session,
  source: string,
  rows: ImportRow<IncidentRow>[],
): Promise<StoredBatch> {
  const author = authorOf(context);
  const {
    rows: kept,
    references,
    rejects,
  } = await resolveReferences(tx, source, rows, {
    assets: { find: referencesTo('asset'), of: (row) => row.assets ?? [] },
    customer: { find: referencesTo('customer', 'current_customer(id)'), of: (row) => [row.customer] },
    product: { find: referencesTo('product'), of: (row) => [row.product] },
    caused_by_change: { find: referencesTo('change'), of: (row) => [row.caused_by_change] },
  });
  const externalIds = kept.map(({ row }) => row.external_id);
  const tickets = await ticketRecords.findImported(tx, source, externalIds);
  const incidents = await incidentRecords.findImported(tx, source, externalIds);
  const fresh = { tickets: [] as TicketRecord[], incidents: [] as IncidentRecord[] };
  const changed = {
    tickets: [] as [TicketRecord, TicketRecord][],
    incidents: [] as [IncidentRecord, IncidentRecord][],
  };
  const events: NewTicketEvent[] = [];
  const total: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects };
  for (const { line, row } of kept) {
    const ticket = tickets.get(row.external_id) ?? null;
    const incident = incidents.get(row.external_id) ?? null;
    if (ticket && ticket.kind !== TicketKind.INCIDENT) {
      rejects.push({ line, column: 'external_id', reason: `This is a ticket of kind ${ticket.kind}.` });
      continue;
    }
    const nextTicket = ticketOf(row, source, references, ticket);
    const nextIncident = incidentOf(row, source, references, incident, nextTicket.id);
    if (!ticket) fresh.tickets.push(nextTicket);
    else if (changedFields(ticket, nextTicket).length > 0) changed.tickets.push([ticket, nextTicket]);
    if (!incident) fresh.incidents.push(nextIncident);
    else if (changedFields(incident, nextIncident).length > 0) {
      changed.incidents.push([incident, nextIncident]);
    }
    events.push(...newSteps([ticket, incident], [nextTicket, nextIncident]));
    if (!ticket) total.created += 1;
    else if (
      !incident ||
      changed.tickets.at(-1)?.[0] === ticket ||
      changed.incidents.at(-1)?.[0] === incident
    ) {
      total.updated += 1;
    } else total.unchanged += 1;
  }
  await ticketRecords.create(tx, author, fresh.tickets);
  await ticketRecords.updateAll(tx, author, changed.tickets);
  await incidentRecords.create(tx, author, fresh.incidents);
  await incidentRecords.updateAll(tx, author, changed.incidents);
  await appendTicketEvents(tx, events);
  const touched = [...fresh.tickets, ...changed.tickets.map(([, after]) => after)].map(({ id }) => id);
  if (touched.length > 0) {
    await freezeTargets(tx, touched, context.now);
    await settleClocks(tx, touched, context.now);
  }
  return total;
}

const PRIORITY_OF_SEVERITY: Record<TicketSeverity, TicketPriority> = {
  SEV1: TicketPriority.P1,
  SEV2: TicketPriority.P2,
  SEV3: TicketPriority.P3,
  SEV4: TicketPriority.P4,
};

function ticketOf(
  row: IncidentRow,
  source: string,
  references: ResolvedReferences,
  existing: TicketRecord | null,
): TicketRecord {
  const blank: TicketRecord = {
    ...blankTicket(row.detected_at ?? row.started_at),
    externalId: row.external_id,
    source,
    kind: TicketKind.INCIDENT,
    subject: row.title,
    priority: row.severity ? PRIORITY_OF_SEVERITY[row.severity] : TicketPriority.P3,
    status: statusFrom(row),
    touchedAt: row.resolved_at ?? row.restored_at ?? row.detected_at ?? row.started_at,
  };
  return {
    ...(existing ?? blank),
    subject: row.title,
    customerId: idOf(references, 'customer', row.customer),
    severity: row.severity ?? null,
    assetIds: inOrderOf(existing?.assetIds, assetIdsOf(row, references)),
    category: row.cause_category ?? null,
    openedAt: row.detected_at ?? row.started_at,
    firstRespondedAt: row.acknowledged_at ?? null,
    resolvedAt: row.resolved_at ?? null,
    // The desk may have closed it, or taken it up again, since the file was written.
    status: existing && sameInstant(existing.resolvedAt, row.resolved_at) ? existing.status : statusFrom(row),
  };
}

function statusFrom(row: IncidentRow): TicketStatus {
  if (row.resolved_at) return TicketStatus.RESOLVED;
  return row.acknowledged_at ? TicketStatus.IN_PROGRESS : TicketStatus.NEW;
}

function incidentOf(
  row: IncidentRow,
  source: string,
  references: ResolvedReferences,
  existing: IncidentRecord | null,
  ticketId: string,
): IncidentRecord {
  const from = row.impact_from ?? row.started_at;
  const to = row.impact_to ?? row.restored_at ?? null;
  const impacts = defaultImpacts({
    assetIds: assetIdsOf(row, references),
    productId: idOf(references, 'product', row.product),
    customerId: idOf(references, 'customer', row.customer),
    state: row.state ?? 'DOWN',
    from,
    to,
  });
  // An incident that began and ended in one instant hit nobody; a row that says so of its impact is mistaken.
  if (row.impact_to) impacts.forEach((impact) => checkImpact(impact, ['impact_to']));
  return checkFacts({
    id: existing?.id ?? ticketId,
    version: existing?.version ?? 1,
    externalId: existing ? existing.externalId : row.external_id,
    source: existing ? existing.source : source,
    startedAt: row.started_at,
    detectedAt: row.detected_at ?? null,
    acknowledgedAt: row.acknowledged_at ?? null,
    mitigatedAt: row.mitigated_at ?? null,
    restoredAt: row.restored_at ?? null,
    planned: row.planned ?? false,
    announcedFrom: row.announced_from ?? null,
    announcedTo: row.announced_to ?? null,
    noticeGivenAt: row.notice_given_at ?? null,
    causeCategory: row.cause_category ?? null,
    causedByChangeId: idOf(references, 'caused_by_change', row.caused_by_change),
    impacts: existing?.impactsListed ? existing.impacts : impacts,
    impactsListed: existing?.impactsListed ?? false,
  });
}

function assetIdsOf(row: IncidentRow, references: ResolvedReferences): string[] {
  return [...new Set((row.assets ?? []).map((key) => references['assets']?.get(key) ?? key))];
}

function idOf(references: ResolvedReferences, name: string, key: string | null | undefined): string | null {
  return key == null ? null : (references[name]?.get(key) ?? null);
}

function sameInstant(a: Date | null, b: Date | null | undefined): boolean {
  return (a?.getTime() ?? null) === (b?.getTime() ?? null);
}

/** Events for the instants that were not on record: an incident's steps, in the order of their instants. */
function newSteps(
  before: [TicketRecord | null, IncidentRecord | null],
  after: [TicketRecord, IncidentRecord],
): NewTicketEvent[] {
  const instants = ([ticket, incident]: [TicketRecord | null, IncidentRecord | null]) => ({
    DETECTED: incident?.detectedAt ?? null,
    ACKNOWLEDGED: incident?.acknowledgedAt ?? null,
    MITIGATED: incident?.mitigatedAt ?? null,
    RESTORED: incident?.restoredAt ?? null,
    RESOLVED: ticket?.resolvedAt ?? null,
  });
  const old = instants(before);
  const steps = Object.entries(instants(after)).flatMap(([type, at]) =>
    at === null || sameInstant(at, old[type as keyof typeof old]) ? [] : [{ type, at }],
  );
  const opened = before[0] ? [] : [{ type: 'OPENED', at: after[0].openedAt }];
  return [...opened, ...steps.toSorted((a, b) => a.at.getTime() - b.at.getTime())].map((step) => ({
    ...step,
    ticketId: after[0].id,
    actorId: null,
    from: null,
    to: null,
    text: null,
    isPublic: false,
  }));
}

/**
 * Imports rows of `incident_impacts.csv`. The first row of an incident takes the place of the impact that its own
 * row implies; a row with another end for the same thing, state and beginning corrects it.
 */
export function importIncidentImpacts(context: RequestContext, input: ImportInput): Promise<ImportReport> {
  return importRows<ImpactRow>(context.session, context.principal, input, {
    columns: impactColumns,
    key: (row) => JSON.stringify([row.incident, row.asset, row.product, row.customer, row.state, row.from]),
    store: (tx, source, rows) => storeImpacts(context, tx, source, rows),
  });
}

async function storeImpacts(
  context: RequestContext,
  tx: Session,
  source: string,
  rows: ImportRow<ImpactRow>[],
): Promise<StoredBatch> {
  const {
    rows: kept,
    references,
    rejects,
  } = await resolveReferences(tx, source, rows, {
    incident: { find: referencesTo('incident'), of: (row) => [row.incident] },
    asset: { find: referencesTo('asset'), of: (row) => [row.asset] },
    product: { find: referencesTo('product'), of: (row) => [row.product] },
    customer: { find: referencesTo('customer', 'current_customer(id)'), of: (row) => [row.customer] },
  });
  const ids = [...(references['incident']?.values() ?? [])];
  await lockTickets(tx, ids);
  const incidents = await incidentRecords.findByIds(tx, ids);
  const listed = new Map<string, Map<string, IncidentImpact>>();
  const total: StoredBatch = { created: 0, updated: 0, unchanged: 0, rejects };
  for (const { row } of kept) {
    const id = references['incident']?.get(row.incident) ?? row.incident;
    const incident = incidents.get(id);
    if (!incident) continue;
    const impact = checkImpact(
      {
        assetId: idOf(references, 'asset', row.asset),
        productId: idOf(references, 'product', row.product),
        customerId: idOf(references, 'customer', row.customer),
        state: row.state,
        from: row.from.toISOString(),
        to: row.to?.toISOString() ?? null,
      },
      [],
    );
    const known =
      listed.get(id) ??
      new Map((incident.impactsListed ? incident.impacts : []).map((one) => [impactKey(one), one]));
    listed.set(id, known);
    const before = known.get(impactKey(impact));
    if (!before) total.created += 1;
    else if (before.to === impact.to) total.unchanged += 1;
    else total.updated += 1;
    known.set(impactKey(impact), impact);
  }
  const changed = [...listed].flatMap(([id, impacts]): [IncidentRecord, IncidentRecord][] => {
    const before = incidents.get(id);
    if (!before) return [];
    const after = { ...before, impactsListed: true, impacts: [...impacts.values()] };
    return changedFields(before, after).length > 0 ? [[before, after]] : [];
  });
  await incidentRecords.updateAll(tx, authorOf(context), changed);
  return total;
}
